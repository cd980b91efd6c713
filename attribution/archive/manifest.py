"""What a target was begun with, and which parts of it are done: what makes a run go on where one stopped.

All of it stands in the target, in `_archive`: `manifest.json`, which is never changed, and an entry in
`done/` for each part, written when all files of the part are there. A table file without an entry is left
from a part that was not done; the run that goes on takes it away.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from attribution.archive.records import Part
from attribution.archive.refusal import Refusal
from attribution.archive.schemas import TABLES
from attribution.archive.sources import SourceFile
from attribution.archive.store import Store
from attribution.archive.tables import encoded
from attribution.archive.work import Counts

FOLDER = "_archive"
MANIFEST = f"{FOLDER}/manifest.json"
DONE = f"{FOLDER}/done"

#: The file of every table that has its columns and no rows, so that each can be read at any time.
EMPTY = "empty"

#: Changes when the tables of a run could not be continued by the next version of this package.
FORMAT = 1


class Manifest(Struct, frozen=True, kw_only=True):
    """What decides the content of the tables."""

    format: int = FORMAT
    engine: dict[str, str]
    """Name and version of the model, and version of the package."""
    settings: dict[str, Any]
    part_bytes: int
    files: tuple[SourceFile, ...]


class Entry(Struct, frozen=True, kw_only=True):
    """A part that is done."""

    tables: tuple[str, ...]
    """Those that it has rows in."""
    counts: Counts
    size: int
    is_last: bool


class Ledger:
    """The parts of a target that are done.

    Attributes:
        done: their entries by name.
    """

    def __init__(self, store: Store, done: dict[str, Entry]) -> None:
        self._store, self.done = store, done

    def commit(self, part: Part, tables: Mapping[str, bytes], counts: Counts) -> None:
        """Write the files of a part, and then that it is done.

        Raises:
            OSError: something could not be written; the part is not done then.
        """
        self._store.put({table_file(table, part.name): data for table, data in tables.items()})
        entry = Entry(tables=tuple(tables), counts=counts, size=part.size, is_last=part.is_last)
        self._store.put({f"{DONE}/{part.name}.json": msgspec.json.encode(entry)})
        self.done[part.name] = entry

    @property
    def counts(self) -> Counts:
        """How much is done."""
        return sum((entry.counts for entry in self.done.values()), Counts())

    @property
    def size(self) -> int:
        """How much of the source is done, in bytes as stored."""
        return sum(entry.size for entry in self.done.values())

    def finished_files(self) -> Collection[int]:
        """The numbers of files all of whose parts are done."""
        parts: dict[int, set[int]] = defaultdict(set)
        last: dict[int, int] = {}
        for name, entry in self.done.items():
            file, _, index = name.partition("-")
            parts[int(file)].add(int(index))
            if entry.is_last:
                last[int(file)] = int(index)
        return {file for file, index in last.items() if parts[file] == set(range(index + 1))}


def table_file(table: str, part: str) -> str:
    """Where a part's rows of a table stand."""
    return f"{table}/{part}.parquet"


def begin(store: Store, wanted: Manifest, empty: Mapping[str, Any]) -> Ledger:
    """Begin a target, or go on with one that was begun likewise.

    Args:
        store: the target.
        wanted: what this run would write.
        empty: each table without rows.

    Raises:
        Refusal: the target was begun with something else, or holds what is none of ours.
    """
    if MANIFEST in store.names(FOLDER):
        (found,) = store.get(MANIFEST)
        compare(store.address, found, wanted)
        return Ledger(store, resumed(store))
    others = [name for table in TABLES for name in store.names(table)]
    if foreign := [name for name in others if not name.endswith(f"/{EMPTY}.parquet")]:
        raise Refusal(f"{store.address}: holds files that no run of this command has begun, as {foreign[0]}")
    store.put({table_file(name, EMPTY): encoded(table) for name, table in empty.items()})
    store.put({MANIFEST: msgspec.json.format(msgspec.json.encode(wanted), indent=1)})
    return Ledger(store, {})


def compare(address: str, found: bytes, wanted: Manifest) -> None:
    """Pass where a run would write what was begun.

    Raises:
        Refusal: says what is another.
    """
    try:
        begun = msgspec.json.decode(found, type=Manifest)
    except msgspec.DecodeError:
        raise Refusal(f"{address}: {MANIFEST} cannot be read; it is of another version, or damaged") from None
    # As it would be read back: without tuples.
    wanted = msgspec.json.decode(msgspec.json.encode(wanted), type=Manifest)
    if difference := differing(begun, wanted):
        raise Refusal(
            f"{address} was begun otherwise: {difference}. Go on with what it was begun with, or take another target"
        )


def differing(begun: Manifest, wanted: Manifest) -> str | None:
    """The first thing in which they differ, in words."""
    for kind in ("engine", "settings"):
        old, new = getattr(begun, kind), getattr(wanted, kind)
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                return f"{name} was {in_words(old.get(name))} and is {in_words(new.get(name))}"
    before, now = ({file.name: file for file in one.files} for one in (begun, wanted))
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            return f"the source had a file {name}, which is gone"
        if name not in before:
            return f"the source has a file {name}, which is new"
        if before[name] != now[name]:
            return f"the file {name} of the source has changed"
    return None if begun == wanted else "the size of parts or the format is another"


def in_words(value: object) -> str:
    """A value of the manifest as people read it."""
    return msgspec.json.encode(value).decode() if value else "not given"


def resumed(store: Store) -> dict[str, Entry]:
    """The entries of a target; what was left by parts that are not done is gone afterwards."""
    tables = {table: set(store.names(table)) for table in TABLES}
    names = [name for name in store.names(DONE) if name.endswith(".json")]
    done = {}
    for name, data in zip(names, store.get(*names), strict=True):
        part = name.rpartition("/")[2].removesuffix(".json")
        try:
            entry = msgspec.json.decode(data, type=Entry)
        except msgspec.DecodeError:
            # Cut off, in a store that shows half an object.
            entry = None
        if entry is not None and all(table_file(table, part) in tables[table] for table in entry.tables):
            done[part] = entry
        else:
            store.remove(name)
    whole = {table_file(table, part) for part, entry in done.items() for table in entry.tables}
    for table, files in tables.items():
        for name in files - whole - {table_file(table, EMPTY)}:
            store.remove(name)
    return done
