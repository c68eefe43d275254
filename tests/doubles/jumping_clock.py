"""A wall clock that jumps for one process, while the machine's own goes on.

A shared object put before libc's adds to every reading of CLOCK_REALTIME what a file
holds; the monotonic clock stays as it is, as with a real jump.
"""

import shutil
import subprocess

_SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long ahead_s(void) {
    char text[32] = {0};
    const char *path = getenv("JUMP_FILE");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
    close(file);
    return atol(text);
}

int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(which, now);
    if (which == CLOCK_REALTIME) now->tv_sec += ahead_s();
    return result;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec exact;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact)) return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (into) *into = exact.tv_sec;
    return exact.tv_sec;
}
"""


class JumpingClock:
    """Made in a folder; what it gives as environment makes a process see it."""

    def __init__(self, folder):
        self._file = folder / "ahead"
        self._shim = folder / "clock.so"
        source = folder / "clock.c"
        source.write_text(_SHIM)
        self.jump(0)
        subprocess.run(
            [*("cc", "-shared", "-fPIC", "-O1", "-o", self._shim, source), "-ldl"],
            check=True,
        )

    @property
    def environment(self):
        return {"LD_PRELOAD": str(self._shim), "JUMP_FILE": str(self._file)}

    def jump(self, ahead_s):
        """Be so many seconds ahead of the machine from now on."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(int(ahead_s)))
        fresh.replace(self._file)


def why_not():
    """What is missing for it; None when it can be made."""
    return None if shutil.which("cc") else "there is no C compiler"
