"""`kiosk customers`: what staff do with customers."""

import argparse
import sys
from getpass import getpass
from typing import TYPE_CHECKING

from catalog import CustomerInvalid, made_up_pin
from kiosk.commands.counter import at_the_counter, print_table
from kiosk.commands.shell import narrate
from kiosk.desk import Desk

if TYPE_CHECKING:
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


def _list(options: argparse.Namespace, desk: Desk) -> None:
    found = [(c.id, c.email, c.name) for c in desk.customers(options.text)]
    if found:
        print_table(("number", "e-mail", "name"), found)
    else:
        like = f" like {options.text!r}" if options.text else ""
        narrate(f"no customers{like} in {desk.ledger.name}")


def _register(options: argparse.Namespace, desk: Desk) -> None:
    added = desk.register(
        email=options.email,
        name=options.name,
        phone=options.phone,
        secret=_asked_secret(),
    )
    sys.stdout.write(f"customer {added.customer.id}\n")
    if added.pin is not None:
        _show(added.pin)


def _change(options: argparse.Namespace, desk: Desk) -> None:
    given = {name: getattr(options, name) for name in ("email", "name", "phone")}
    if not options.pin:
        desk.change(options.customer, **given)
        return
    typed = _asked_secret()
    secret = typed or made_up_pin()
    desk.change(options.customer, secret=secret, **given)
    if not typed:
        _show(secret)


def _erase(options: argparse.Namespace, desk: Desk) -> None:
    customer = desk.customer(options.customer)
    if not options.yes:
        sys.stderr.write(f"Erase {customer.name} <{customer.email}> for good? [y/N] ")
        if sys.stdin.readline().strip().lower() not in ("y", "yes", "s", "sí", "si"):
            raise CustomerInvalid("nothing was erased")
    erased = desk.erase(customer.id)
    sys.stdout.write(f"deleted: {', '.join(erased.deleted)}\n")
    sys.stdout.write(f"kept without a name: {', '.join(erased.kept_without_name)}\n")
    if erased.left_to_the_owner:
        tables = ", ".join(erased.left_to_the_owner)
        sys.stdout.write(f"still in your own tables, erase it there: {tables}\n")


def _show(pin: str) -> None:
    """Tell a PIN that nobody knows yet."""
    sys.stdout.write(f"PIN {pin}\n")
    narrate("the PIN is shown this once; write it down for the customer")


def _asked_secret() -> str:
    """A password or PIN, typed twice or read from stdin; empty to have one made up.

    Raises:
        CustomerInvalid: The two differ, or the typing was broken off.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        secret = getpass("PIN (6 digits or more; empty makes one up): ")
        if secret and getpass("again: ") != secret:
            raise CustomerInvalid("the two are not the same")
    except EOFError as error:
        raise CustomerInvalid("nothing was typed, nothing was changed") from error
    return secret
