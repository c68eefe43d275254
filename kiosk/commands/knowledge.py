"""`kiosk knowledge`: what the owner does with the documents."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

from kiosk.bar import Bar
from kiosk.commands.shell import ExitCode, narrate
from kiosk.config import KioskConfig, LoadedConfig
from knowledge import (
    Check,
    FileRecord,
    ForbiddenName,
    KnowledgeError,
    Library,
    Report,
    StoreAway,
    UnknownDocument,
    UnreadableFile,
    is_private,
)

if TYPE_CHECKING:
    from kiosk.commands.shell import Commands

DATES_SHOWN = 6


def add_to(commands: "Commands") -> None:
    """Declare knowledge and what can be done with it."""
    group = commands.add_parser(
        "knowledge", help="the documents that are answered from"
    )
    verbs = group.add_subparsers(title="what to do", required=True, metavar="VERB")

    def verb(
        name: str, run: Callable[[argparse.Namespace, KioskConfig], int], help_text: str
    ) -> argparse.ArgumentParser:
        parser = verbs.add_parser(name, help=help_text)
        parser.add_argument("--documents", metavar="DIR", help="folder of documents")
        parser.set_defaults(command=lambda o, loaded: _told(run, o, loaded))
        return parser

    add = verb("add", _add, "copy files into the folder and read them")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--name", help="name inside the folder, such as north/hours.pdf")
    add.add_argument("--replace", action="store_true", help="replace a file there")
    remove = verb("remove", _remove, "delete files from the folder")
    remove.add_argument("names", nargs="+", metavar="NAME")
    verb("list", _list, "show every file and what became of it")
    search = verb("search", _search, "show the passages that fit a question")
    search.add_argument("question")
    search.add_argument("--document", metavar="NAME", help="look in this one only")
    search.add_argument("--limit", type=_at_least_one, default=5, metavar="N")
    check = verb("check", _check, "show what was understood of files")
    check.add_argument(
        "names", nargs="*", metavar="FILE", help="all when none is given"
    )
    verb("sync", _sync, "keep a vector store at OpenAI in step with the folder")
    for parser in (search, check):
        parser.add_argument("--json", action="store_true", help="print it as JSON")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _told(
    run: Callable[[argparse.Namespace, KioskConfig], int],
    options: argparse.Namespace,
    loaded: LoadedConfig,
) -> int:
    """Run a verb; what goes wrong is one line and an exit code."""
    try:
        return run(options, loaded.config)
    except (ForbiddenName, UnknownDocument) as error:
        narrate(str(error))
        return ExitCode.USAGE
    except StoreAway as error:
        narrate(str(error))
        return ExitCode.UNREACHABLE
    except KnowledgeError as error:
        narrate(str(error))
        return ExitCode.FAILED


def _add(options: argparse.Namespace, config: KioskConfig) -> int:
    folder = _own_folder(config)
    if options.name and len(options.files) > 1:
        raise ForbiddenName("--name is for one file at a time")
    from knowledge import add_file

    added = []
    for source in options.files:
        try:
            added.append(
                add_file(folder, source, options.name or "", replace=options.replace)
            )
        except KnowledgeError as error:
            narrate(str(error))
    if not added:
        return ExitCode.FAILED
    with _library(config) as (library, report):
        known = {record.file: record for record in library.files()}
    for name in added:
        record = known.get(name)
        _write(f"{name}: {_state(record) if record else _why_absent(name, config)}")
    is_done = len(added) == len(options.files) and not report.failed.keys() & set(added)
    return ExitCode.DONE if is_done else ExitCode.FAILED


def _remove(options: argparse.Namespace, config: KioskConfig) -> int:
    from knowledge import remove_file

    folder = _own_folder(config)
    for name in options.names:
        remove_file(folder, name)
        _write(f"{name}: removed")
    with _library(config):
        return ExitCode.DONE


def _list(_: argparse.Namespace, config: KioskConfig) -> int:
    from kiosk.bookshelf import documents_folder
    from knowledge import left_out

    folder = documents_folder(config)
    with _library(config) as (library, report):
        lines = {record.file: _state(record) for record in library.files()}
    lines |= dict.fromkeys(report.pending, "still being written")
    lines |= left_out(folder, config.knowledge.private)
    width = min(max(map(len, lines), default=0), 50)
    for name, line in sorted(lines.items()):
        _write(f"{name:{width}}  {line}")
    if not lines:
        narrate(f"no documents in {folder}; kiosk knowledge add FILE puts one there")
    return ExitCode.DONE


def _search(options: argparse.Namespace, config: KioskConfig) -> int:
    with _library(config) as (library, _):
        passages = library.search(options.question, options.document, options.limit)
    if options.json:
        _write(json.dumps([asdict(each) for each in passages], ensure_ascii=False))
    elif not passages:
        narrate("no passage has these words")
    for number, passage in enumerate(() if options.json else passages, start=1):
        place = f"{passage.file}, page {passage.page}"
        _write(f"{number}. {place} ({passage.score:.1f})  {passage.heading}")
        _write(indent(passage.text, "   ") + "\n")
    return ExitCode.DONE


def _check(options: argparse.Namespace, config: KioskConfig) -> int:
    from kiosk.bookshelf import documents_folder
    from knowledge import check_file, files_in

    folder = documents_folder(config)
    names = options.names or sorted(dict(files_in(folder, ())))
    checks: dict[str, Any] = {}
    with Bar() as bar:
        for done, name in enumerate(names, start=1):
            path = Path(name) if Path(name).is_file() else folder / name
            try:
                checks[name] = check_file(path, config.knowledge)
            except UnreadableFile as error:
                checks[name] = str(error)
            bar.show(done, len(names), name)
    if options.json:
        plain = {n: c if isinstance(c, str) else asdict(c) for n, c in checks.items()}
        _write(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        for name, check in checks.items():
            _write("\n".join(_check_lines(name, check)))
    is_bad = any(isinstance(check, str) for check in checks.values())
    return ExitCode.FAILED if is_bad else ExitCode.DONE


def _sync(_: argparse.Namespace, config: KioskConfig) -> int:
    from knowledge import make_store, sync_store

    folder, settings = _own_folder(config), config.knowledge
    store = settings.openai.vector_store
    if not store:
        store = make_store(settings)
        narrate(f'a new store; set [knowledge.openai] vector_store = "{store}"')
    with Bar() as bar:
        report = sync_store(store, folder, settings, bar.show)
    for what in ("uploaded", "replaced", "removed"):
        for file in getattr(report, what):
            _write(f"{file}: {what}")
    for file, reason in report.failed.items():
        _write(f"{file}: not taken: {reason}")
    return ExitCode.FAILED if report.failed else ExitCode.DONE


def _check_lines(name: str, check: Check | str) -> Iterator[str]:
    if isinstance(check, str):
        yield f"{check}\n"
        return
    yield f"{name}: {check.title}"
    blank = ", ".join(map(str, check.pages_without_text))
    yield f"  pages       {check.pages}" + (f"; without text: {blank}" if blank else "")
    told = {
        "tables": check.tables,
        "years": ", ".join(map(str, check.years)),
        "updated": check.updated,
        "dates": _shortened(check.dates),
        "places": ", ".join(check.places),
        "hours": check.hours,
        "timetables": ("\n" + " " * 14).join(check.services),
        "warnings": ("\n" + " " * 14).join(check.warnings),
    }
    yield from (f"  {title:11} {text}" for title, text in told.items() if text)
    yield ""


def _shortened(dates: Sequence[str]) -> str:
    if len(dates) <= DATES_SHOWN:
        return ", ".join(dates)
    return f"{len(dates)}: {', '.join(dates[:3])} … {', '.join(dates[-2:])}"


def _own_folder(config: KioskConfig) -> Path:
    """The owner's folder; the demonstration shop's is not to be changed."""
    if config.knowledge.folder is None:
        raise ForbiddenName(
            "these documents are the demonstration shop's: name your own folder by "
            "[knowledge] folder, KIOSK_KNOWLEDGE_FOLDER or --documents"
        )
    return config.knowledge.folder


@contextmanager
def _library(config: KioskConfig) -> Iterator[tuple[Library, Report]]:
    """The library, in step with its folder."""
    from kiosk.bookshelf import open_documents
    from kiosk.openings import make_state_dir

    make_state_dir(config)
    library = open_documents(config)
    try:
        with Bar() as bar:
            report = library.refresh(bar.show)
        if report.is_folder_missing:
            rest = "; what was read before still answers" if library.files() else ""
            narrate(f"{library.folder} is not there{rest}")
        yield library, report
    finally:
        library.close()


def _state(record: FileRecord) -> str:
    if record.error:
        return f"not read: {record.error}"
    pages = f"{record.pages} page{'s' if record.pages > 1 else ''}"
    return "; ".join([f"{pages}, {record.title}", *record.warnings.splitlines()])


def _why_absent(name: str, config: KioskConfig) -> str:
    if is_private(name, config.knowledge.private):
        return "private; customers never see it"
    return "still being written; it will be read later"


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
