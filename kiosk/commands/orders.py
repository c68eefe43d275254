"""`kiosk orders`: what customers ordered, and the ticket of one order."""

import argparse
import sys
from typing import TYPE_CHECKING

from agents import Language, ticket, ticket_code
from catalog import CustomerInvalid, Order, totals_of
from kiosk.commands.counter import at_the_counter, money, print_table
from kiosk.commands.shell import narrate
from kiosk.config import LoadedConfig
from kiosk.desk import Desk

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands


def add_to(commands: "Commands") -> None:
    """Declare orders."""
    group = commands.add_parser("orders", help="list orders, or print one as a ticket")
    group.add_argument("number", nargs="?", type=int, help="the order's number")
    group.add_argument("--ledger", metavar="PATH_OR_URL", help="where orders are kept")
    group.set_defaults(command=_orders)


def _orders(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    language = loaded.config.shop.language

    def work(options: argparse.Namespace, desk: Desk) -> None:
        if options.number is None:
            _list(desk)
        else:
            _print_one(desk, options.number, language)

    return at_the_counter(work)(options, loaded)


def _list(desk: Desk) -> None:
    from catalog import orders_placed

    found = orders_placed(desk.ledger)
    if not found:
        narrate(f"no orders in {desk.ledger.name}")
        return
    print_table(("order", "placed", "pieces", "total"), map(_cells, found))


def _cells(order: Order) -> tuple[str, ...]:
    totals = totals_of(order.lines).items()
    return (
        str(order.number),
        f"{order.placed_at.astimezone():%Y-%m-%d %H:%M}",
        str(sum(line.quantity for line in order.lines)),
        " + ".join(money(cents, currency) for currency, cents in totals),
    )


def _print_one(desk: Desk, number: int, language: Language) -> None:
    from catalog import orders_placed

    found = orders_placed(desk.ledger, number)
    if not found:
        raise CustomerInvalid(f"there is no order {number}")
    (order,) = found
    sys.stdout.write(f"{ticket(order, language)}\n")
    if sys.stdout.isatty():
        import segno

        segno.make(ticket_code(order), micro=False).terminal(compact=True)
