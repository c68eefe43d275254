"""Passwords and PINs: what is good enough, and argon2id hashes of them."""

import secrets
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from catalog.errors import CustomerInvalid

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PIN = 6
SHORTEST_PASSWORD = 8
LONGEST = 200
"""Characters; more is nobody's password and would only keep the processor busy."""

_MEMORY_KIB = 19_456
_PASSES = 2
"""The least OWASP asks of argon2id (2024)."""

NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$PVjqbMJGYFwqdYZuR+IzYA"
    "$2JTuS9fxCkf8zT1n/NoFRk+i6OzSldWf5gY63ITL86Q"
)
"""Of a random secret nobody kept: checked when there is no such customer, so that the
answer takes as long."""


def check_secret(secret: str) -> None:
    """See that a password or PIN is good enough.

    Raises:
        CustomerInvalid: It is too short, too long, or a PIN anybody would guess.
    """
    if len(secret) > LONGEST:
        raise CustomerInvalid(f"a password has at most {LONGEST} characters")
    if secret.isdecimal():
        if len(secret) < SHORTEST_PIN:
            raise CustomerInvalid(f"a PIN has {SHORTEST_PIN} digits or more")
        if _is_guessable(secret):
            raise CustomerInvalid("this PIN is too easy to guess")
    elif len(secret) < SHORTEST_PASSWORD:
        raise CustomerInvalid(
            f"a password has {SHORTEST_PASSWORD} characters or more, a PIN"
            f" {SHORTEST_PIN} digits or more"
        )


def made_up_pin() -> str:
    """A PIN nobody would guess, for a customer who brings none."""
    while True:
        pin = f"{secrets.randbelow(10**SHORTEST_PIN):0{SHORTEST_PIN}}"
        if not _is_guessable(pin):
            return pin


def hash_of(secret: str) -> str:
    """An argon2id hash that says its own parameters and salt."""
    return _hasher().hash(secret)


def is_secret(kept: str, secret: str) -> bool:
    """Whether a secret fits a hash; takes the same time either way."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)


def _is_guessable(pin: str) -> bool:
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    return steps in ({0}, {1}, {-1})
