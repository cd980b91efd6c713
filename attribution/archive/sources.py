"""The files of a source: one file, a folder with all below it, or a pattern, on disk or in an object store.

Files are taken by the end of their name and told apart by their first bytes, so that a compressed file may
be called as it likes. Their order, their names and what tells one state of a file from another are fixed
here; what stands in them is read by `reading.py`.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO, Literal, cast

import fsspec
import pyarrow as pa
from fsspec.utils import infer_storage_options
from msgspec import Struct

from attribution.archive.refusal import Refusal

Kind = Literal["parquet", "lines"]

#: How the names of files end that a folder is searched for, each also with an ending of `COMPRESSED`.
ENDINGS = (".parquet", ".pq", ".jsonl", ".ndjson", ".json")
COMPRESSED = (".gz", ".zst", ".zstd")

#: What compressed files begin with: RFC 1952 and RFC 8878.
CODECS: Mapping[bytes, str] = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}

#: What a Parquet file begins with.
PARQUET = b"PAR1"

#: What file systems call the state of a file, the surest first.
STATES = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "updated", "created")


class SourceFile(Struct, frozen=True, kw_only=True):
    """One file of the source, and which state of it."""

    name: str
    """Its path below the source, with slashes."""
    size: int
    """Bytes, as it is stored."""
    state: str
    """Another whenever the file is written anew."""


class Source:
    """Files in the order in which they are worked on.

    Attributes:
        files: sorted by name.
        root: the address that their names are below.
    """

    def __init__(self, system: Any, root: str, files: tuple[SourceFile, ...]) -> None:  # noqa: ANN401
        self._system, self.root, self.files = system, root, files

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def open(self, file: SourceFile) -> BinaryIO:
        """The bytes of a file, as it is stored.

        Raises:
            OSError: it cannot be opened.
        """
        path = f"{self.root}/{file.name}" if self.root else file.name
        return cast("BinaryIO", self._system.open(path, "rb"))


def find(address: str) -> Source:
    """The files at an address: a path, or a URL such as `s3://bucket/folder`; `*` and `?` match names.

    Raises:
        Refusal: there is nothing there that can be read.
    """
    system, path = file_system(address)
    path = path.rstrip("/")
    try:
        if system.isfile(path):
            found = {path: system.info(path)}
            root = path.rpartition("/")[0]
        elif system.isdir(path):
            found = {
                name: info for name, info in system.find(path, detail=True).items() if is_wanted(name, path)
            }
            root = path
        else:
            found = system.glob(path, detail=True) if any(c in path for c in "*?[") else {}
            found = {name: info for name, info in found.items() if info["type"] == "file"}
            root = path.partition("*")[0].partition("?")[0].partition("[")[0].rpartition("/")[0]
    except OSError as error:
        raise Refusal(f"{address}: {(error.strerror or str(error)).lower()}") from None
    if not found:
        kinds = ", ".join(ENDINGS)
        raise Refusal(
            f"{address}: there is no file there, or none whose name ends in {kinds} (or these with .gz, .zst)"
        )
    files = (
        SourceFile(name=name[len(root) :].lstrip("/"), size=info["size"] or 0, state=state_of(info))
        for name, info in found.items()
    )
    return Source(system, root, tuple(sorted(files, key=lambda file: file.name)))


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there.

    Raises:
        Refusal: there is no such kind of file system, or a package for it is missing.
    """
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise Refusal(f"{address}: {error}") from None
    except ValueError:
        raise Refusal(
            f"{infer_storage_options(address)['protocol']}: no such kind of address is known"
        ) from None
    return system, str(path)


def is_wanted(name: str, folder: str) -> bool:
    """Whether a file of a folder is one of articles; names that begin with a dot or low line are others'."""
    below = name[len(folder) :].lower()
    if any(step.startswith((".", "_")) for step in below.split("/")):
        return False
    for ending in COMPRESSED:
        below = below.removesuffix(ending)
    return below.endswith(ENDINGS)


def state_of(info: Mapping[str, Any]) -> str:
    """What tells this state of a file from others, beside its size."""
    return next((str(info[name]) for name in STATES if info.get(name) is not None), "")


def kind_of(stream: BinaryIO) -> tuple[Kind, str | None]:
    """What a file is by its first bytes, and how it is compressed; `stream` is at its start again."""
    start = stream.read(4)
    stream.seek(0)
    if start == PARQUET:
        return "parquet", None
    return "lines", next((codec for magic, codec in CODECS.items() if start.startswith(magic)), None)


def decompressed(stream: BinaryIO, codec: str) -> Any:  # noqa: ANN401 - a stream of pyarrow, which has no types
    """The content of a compressed file; one made of several that were put together is read to its end.

    Reading raises OSError where it is damaged or cut off.
    """
    return pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), codec)
