"""`kiosk customers`: what staff do with customers."""

import argparse
import sys
from dataclasses import dataclass
from getpass import getpass
from typing import TYPE_CHECKING

from catalog import CustomerInvalid, made_up_pin
from kiosk.commands.counter import BY, at_the_counter, customer_named, print_table
from kiosk.commands.shell import narrate

if TYPE_CHECKING:
    from catalog import Ledger
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare customers and what can be done with them."""
    group = commands.add_parser("customers", help="list, register, change, erase")
    group.add_argument("--ledger", metavar="PATH_OR_URL", help="customers and debts")
    group.set_defaults(command=at_the_counter(_list), text="")
    actions = group.add_subparsers(title="actions")
    listing = actions.add_parser("list", help="customers, or those like a text")
    listing.add_argument("text", nargs="?", default="", help="part of name or e-mail")
    register = actions.add_parser("register", help="add a customer; asks for a PIN")
    register.add_argument("email")
    register.add_argument("name", help="in quotes when it has spaces")
    register.add_argument("--phone", default="")
    register.set_defaults(command=at_the_counter(_register))
    change = actions.add_parser("change", help="change what is given")
    change.add_argument("customer", help="e-mail or number")
    for name in ("email", "name", "phone"):
        change.add_argument(f"--{name}")
    change.add_argument("--pin", action="store_true", help="asks for a new PIN")
    change.set_defaults(command=at_the_counter(_change))
    erase = actions.add_parser("erase", help="delete, and anonymise what must be kept")
    erase.add_argument("customer", help="e-mail or number")
    erase.add_argument("--yes", action="store_true", help="do not ask whether")
    erase.set_defaults(command=at_the_counter(_erase))


def _list(options: argparse.Namespace, ledger: "Ledger") -> None:
    from catalog import all_customers

    wanted = options.text.casefold()
    found = [
        (customer.id, customer.email, customer.name)
        for customer in all_customers(ledger)
        if wanted in f"{customer.id} {customer.email} {customer.name}".casefold()
    ]
    if not found:
        narrate(f"no customers in {ledger.name}" + (f" like {wanted!r}" * bool(wanted)))
        return
    print_table(("number", "e-mail", "name"), found)


def _register(options: argparse.Namespace, ledger: "Ledger") -> None:
    from catalog import register_customer

    secret = _asked_secret()
    customer = register_customer(
        ledger,
        email=options.email,
        name=options.name,
        phone=options.phone,
        secret=secret.text,
        by=BY,
    )
    sys.stdout.write(f"customer {customer.id}\n")
    secret.show()


def _change(options: argparse.Namespace, ledger: "Ledger") -> None:
    from catalog import change_customer

    given = {name: getattr(options, name) for name in ("email", "name", "phone")}
    if not options.pin and not any(value is not None for value in given.values()):
        raise CustomerInvalid("say what to change: --email, --name, --phone or --pin")
    customer = customer_named(ledger, options.customer)
    secret = _asked_secret() if options.pin else None
    change_customer(
        ledger, customer.id, secret=secret.text if secret else None, by=BY, **given
    )
    if secret:
        secret.show()


def _erase(options: argparse.Namespace, ledger: "Ledger") -> None:
    from catalog import erase_customer

    customer = customer_named(ledger, options.customer)
    if not options.yes:
        sys.stderr.write(f"Erase {customer.name} <{customer.email}> for good? [y/N] ")
        if sys.stdin.readline().strip().lower() not in ("y", "yes", "s", "sí", "si"):
            raise CustomerInvalid("nothing was erased")
    erased = erase_customer(ledger, customer.id, by=BY)
    sys.stdout.write(f"deleted: {', '.join(erased.deleted)}\n")
    sys.stdout.write(f"kept without a name: {', '.join(erased.kept_without_name)}\n")
    if erased.left_to_the_owner:
        tables = ", ".join(erased.left_to_the_owner)
        sys.stdout.write(f"still in your own tables, erase it there: {tables}\n")


@dataclass(frozen=True, slots=True)
class _Secret:
    text: str
    is_made_up: bool = False

    def show(self) -> None:
        """Tell a PIN that nobody knows yet."""
        if self.is_made_up:
            sys.stdout.write(f"PIN {self.text}\n")
            narrate("the PIN is shown this once; write it down for the customer")


def _asked_secret() -> _Secret:
    """A password or PIN, typed twice or read from stdin; none makes one up.

    Raises:
        CustomerInvalid: The two differ.
    """
    if sys.stdin.isatty():
        secret = getpass("PIN (6 digits or more; empty makes one up): ")
        if secret and getpass("again: ") != secret:
            raise CustomerInvalid("the two are not the same")
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    return _Secret(secret) if secret else _Secret(made_up_pin(), is_made_up=True)
