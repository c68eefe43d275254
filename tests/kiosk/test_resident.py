"""Memory that is used for a moment goes back to the system."""

import os
import subprocess
import sys

import pytest

from kiosk.installing import UNITS
from tests.doubles.kiosk_process import ROOT, memory_settings

MB = 1_048_576
CHECKED_BY_MANY_THREADS = """
import threading
from pathlib import Path
from catalog.passwords import NOBODYS_HASH, is_secret

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

def check(last):
    is_secret(NOBODYS_HASH, "482913")
    checked.release()
    last.wait()

is_secret(NOBODYS_HASH, "482913")
before, checked, last = resident(), threading.Semaphore(0), threading.Event()
threads = [threading.Thread(target=check, args=(last,)) for _ in range(6)]
for thread in threads:
    thread.start()
    checked.acquire()
print(resident() - before)
last.set()
"""


@pytest.mark.parametrize("unit", UNITS)
def test_threads_that_have_checked_a_pin_keep_nothing_of_it(unit):
    done = subprocess.run(
        [sys.executable, "-c", CHECKED_BY_MANY_THREADS],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **memory_settings(unit)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 10 * MB, "of 20 MB for each check"
