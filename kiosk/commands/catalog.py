"""`kiosk catalog`: connect the owner's database, import a sheet, export the shop."""

import argparse
import json
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import (
    CatalogError,
    ImportReport,
    MappingInvalid,
    MapProposal,
    ShopUnavailable,
    export_shop,
    import_sheet,
    propose_for,
    read_map,
    role_statements,
    write_map,
)
from kiosk.commands.shell import ExitCode, is_approved, narrate, show_progress
from kiosk.config import LoadedConfig

if TYPE_CHECKING:
    from kiosk.commands.shell import Command, Commands

_REJECTIONS_TOLD = 20
_BY_HAND = """\
A mapping can also be written by hand and checked with --map FILE:

  table = "articulos"

  [id]
  column = "codigo"

  [name]
  column = "nombre"

  [price]
  column = "pvp"

  [family]
  column = "nombre"
  path = [{ table = "rubros", key = "id", from_column = "rubro_id" }]

Columns that it does not name do not exist for customers and models.
"""


def add_to(commands: "Commands") -> None:
    """Declare catalog and what can follow it."""
    catalog = commands.add_parser(
        "catalog", help="connect the shop's database, import or export products"
    )
    parts: Commands = catalog.add_subparsers(title="commands", required=True)
    _add_connect(parts)
    bring = parts.add_parser("import", help="take products from a CSV or Excel file")
    bring.add_argument("file", type=Path, help="the sheet, with a line of headings")
    bring.add_argument("--dry-run", action="store_true", help="say what would change")
    bring.set_defaults(command=_told(_import))
    export = parts.add_parser("export", help="write every product to a sheet")
    export.add_argument("file", type=Path, help="the .csv or .xlsx file to write")
    export.set_defaults(command=_told(_export))


def _add_connect(parts: "Commands") -> None:
    connect = parts.add_parser(
        "connect",
        help="look over a database and propose what its tables mean",
        description="Looks over a database, only reading, shows what its tables seem"
        " to mean, and keeps the mapping you approve in a file you can change.",
        epilog=_BY_HAND,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    connect.add_argument("database", help="SQLite file, postgresql:// or mysql:// URL")
    connect.add_argument(
        "--map",
        type=Path,
        metavar="FILE",
        help="where the mapping is kept; one that exists is checked instead",
    )
    connect.add_argument("--yes", action="store_true", help="approve without asking")
    connect.add_argument(
        "--role",
        action="store_true",
        help="print SQL for a role that may read the products and nothing else",
    )
    connect.set_defaults(command=_told(_connect))


def _told(command: "Command") -> "Command":
    """The same command; what is wrong with the data is one line and an exit code."""

    def told(options: argparse.Namespace, loaded: LoadedConfig) -> int:
        try:
            return command(options, loaded)
        except ShopUnavailable as error:
            narrate(str(error))
            return ExitCode.UNREACHABLE
        except MappingInvalid as error:
            narrate(str(error))
            return ExitCode.USAGE
        except CatalogError as error:
            narrate(str(error))
            return ExitCode.FAILED
        except OSError as error:
            narrate(f"{error.filename}: {error.strerror}")
            return ExitCode.FAILED

    return told


def _connect(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    file = options.map or loaded.config.state_dir / _map_name(options.database)
    is_kept = file.exists()
    proposal = propose_for(options.database, read_map(file) if is_kept else None)
    sys.stdout.write(f"{proposal.explanation()}\n\n")
    if is_kept:
        narrate(f"this is what {file} says; delete it to have a new proposal")
    elif not (options.yes or is_approved(f"Keep this in {file}?")):
        narrate("nothing is kept; approve it with --yes")
        return ExitCode.FAILED
    else:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_map(proposal.shop_map, file)
    sys.stdout.write(_settings(proposal, options.database, file))
    is_server = proposal.dialect == "postgresql"
    if options.role or (
        is_server and is_approved("Print SQL for a role that may only read this?")
    ):
        sys.stdout.write(_role(proposal))
    return ExitCode.DONE


def _map_name(database: str) -> str:
    """The mapping's file, named for the database: `northwind.map.toml`."""
    return f"{Path(database.partition('?')[0]).stem or 'shop'}.map.toml"


def _settings(proposal: MapProposal, database: str, file: Path) -> str:
    """What to put where, without the password."""
    is_server = proposal.dialect != "sqlite"
    place = proposal.database if is_server else str(Path(proposal.database).absolute())
    lines = ["Put this into the kiosk's configuration file:", "", "[catalog]"]
    lines += [
        f"{key} = {json.dumps(str(value), ensure_ascii=False)}"
        for key, value in (("shop", place), ("map_file", file.absolute()))
    ]
    if place not in (database, str(Path(database).absolute())):
        lines.append(
            "# with the password instead of ***, or better: leave `shop` out and set"
            " KIOSK_CATALOG_SHOP"
        )
    return "\n".join(lines) + "\n"


def _role(proposal: MapProposal) -> str:
    """SQL for the database's owner, with a password made for it."""
    if proposal.dialect == "sqlite":
        return "\nAn SQLite file has no roles; the kiosk only ever opens it to read.\n"
    password = secrets.token_urlsafe(18)
    statements = role_statements(proposal.shop_map, proposal.dialect, password)
    return "\n".join(
        [
            "",
            "-- Run this as the database's owner, then set `shop` to the same address",
            "-- with the new user and password, and leave `map_file` empty: what the",
            "-- role sees needs no mapping.",
            *(f"{statement};" for statement in statements),
            "",
        ]
    )


def _import(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.openings import shop_to_write

    shop = shop_to_write(loaded.config)
    narrate(f"{options.file} into {shop}")
    try:
        report = import_sheet(
            options.file, shop, dry_run=options.dry_run, progress=show_progress
        )
    except KeyboardInterrupt:
        narrate("interrupted; the old catalogue stands")
        return ExitCode.FAILED
    sys.stdout.write(_counted(report, is_dry=options.dry_run))
    return ExitCode.DONE


def _counted(report: ImportReport, *, is_dry: bool) -> str:
    lines = [f"read as {report.reading}"]
    for rejection in report.rejections[:_REJECTIONS_TOLD]:
        lines.append(f"line {rejection.line} left out: {rejection.reason}")
    if report.rejected > _REJECTIONS_TOLD:
        lines.append(f"… {report.rejected - _REJECTIONS_TOLD} more lines left out")
    lines.append(
        f"{report.new} new, {report.changed} changed, {report.removed} removed,"
        f" {report.unchanged} unchanged, {report.rejected} rejected"
    )
    if is_dry:
        lines.append("nothing was changed: this was a dry run")
    if report.kept is not None:
        lines.append(f"the catalogue before is kept in {report.kept}")
    return "\n".join(lines) + "\n"


def _export(options: argparse.Namespace, loaded: LoadedConfig) -> int:
    from kiosk.openings import make_state_dir, open_shop_of

    make_state_dir(loaded.config)
    with open_shop_of(loaded.config) as shop:
        count = export_shop(shop, options.file)
    sys.stdout.write(f"{count} products in {options.file}\n")
    return ExitCode.DONE
