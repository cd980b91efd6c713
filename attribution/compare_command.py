"""`attribution compare OLD NEW`: what became of an article's quotes between two versions."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console

from attribution import changes_table
from attribution.lines import Load, answer_of
from attribution.requests import Options, Request

if TYPE_CHECKING:
    from attribution.inputs.original import Original

#: The subcommand's name.
NAME = "compare"


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the subcommand's arguments to those of the command line."""
    parser = commands.add_parser(
        NAME,
        parents=[common],
        help="show what became of an article's quotes between two versions",
        description="Show which quotes of an article were moved, altered, added or removed between two "
        "versions in plain text or HTML (UTF-8), and which have another speaker, anonymity or channel.",
    )
    parser.add_argument("old", metavar="OLD", help="the earlier version; - is standard input")
    parser.add_argument("new", metavar="NEW", help="the later version")
    parser.add_argument(
        "--json", action="store_true", help="write the answers to both versions and all changes as JSON"
    )


def compare(
    asked: argparse.Namespace, options: Options, load: Load, read: "Callable[[str], str | Original]"
) -> int:
    """Show the changes; `read` gives the article in a file."""
    # Imported here, so that the other commands do not wait for it.
    from attribution.comparison import compare

    texts = [read(name) for name in (asked.old, asked.new)]
    # A name may have bytes that the system could not decode, which JSON cannot carry.
    names = [name.encode(errors="replace").decode() for name in (asked.old, asked.new)]
    engine = load()
    before, after = (
        answer_of(engine, Request(article=text, id=None if name == "-" else name, options=options))
        for text, name in zip(texts, names, strict=True)
    )
    found = compare(before, after)
    if asked.json:
        everything = {"before": before, "after": after, **msgspec.structs.asdict(found)}
        sys.stdout.buffer.write(msgspec.json.encode(everything) + b"\n")
    else:
        heading = " -> ".join("standard input" if name == "-" else name for name in names)
        Console(highlight=False).print(changes_table.render(before, after, found, heading))
    return 0
