"""Runs a command of the kiosk with some system calls denied, as a unit denies them.

`python -m tests.doubles.denied_calls kill|EPERM NAME,NAME… ask "…"`
"""

import ctypes
import sys

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_EPERM = 0x00050001
"""Actions of seccomp(2); the last holds the error's number."""


def deny(names: list[str], *, kills: bool) -> None:
    """Deny system calls to this process from now on; names unknown here are skipped.

    Source: libseccomp's seccomp_rule_add(3).
    """
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_ALLOW)))
    action = ctypes.c_uint32(_KILL if kills else _EPERM)
    for name in names:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            assert library.seccomp_rule_add(rules, action, number, 0) == 0, name
    assert library.seccomp_load(rules) == 0


if __name__ == "__main__":
    deny(sys.argv[2].split(","), kills=sys.argv[1] == "kill")
    from kiosk.cli import run

    sys.exit(run(sys.argv[3:]))
