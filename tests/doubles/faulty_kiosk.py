"""`kiosk` with parts that get stuck when a signal tells them to.

SIGUSR1 blocks the loop; SIGUSR2 keeps the thread of the tools in a lock for good.
"""

import runpy
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

_tools = []
_begin = ThreadPoolExecutor.__init__


def _noted(self, *given, **named):
    _begin(self, *given, **named)
    if named.get("thread_name_prefix") == "tools":
        _tools.append(self)


def block_the_loop(*_):
    time.sleep(600)


def lock_the_tools(*_):
    # In a thread: the signal may come while the main one hands on a job itself.
    tools, never = _tools[-1], threading.Event()
    threading.Thread(target=tools.submit, args=[never.wait]).start()


if __name__ == "__main__":
    ThreadPoolExecutor.__init__ = _noted
    signal.signal(signal.SIGUSR1, block_the_loop)
    signal.signal(signal.SIGUSR2, lock_the_tools)
    runpy.run_module("kiosk", run_name="__main__", alter_sys=True)
