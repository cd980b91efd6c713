"""The target: files that appear under their name only when they are whole.

On disk a file is written under another name, forced to the disk and renamed; an object store shows an
object when all of it has arrived. What is written and in which order is left to the caller.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from fsspec.implementations.local import LocalFileSystem

from attribution.archive.refusal import Refusal
from attribution.archive.sources import file_system

#: How the name of a file ends that is not whole.
UNFINISHED = ".unfinished"

#: The file that a run holds while it is at work.
LOCK = "_archive/lock"


class Store:
    """A folder, or the part of an object store below a prefix.

    Attributes:
        address: as it was given.
        root: its path in its file system.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._system, root = file_system(address)
        self.root = root.rstrip("/")
        self._is_local = isinstance(self._system, LocalFileSystem)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs out while the block lasts; in an object store nothing can.

        Raises:
            Refusal: another run is at work.
        """
        if not self._is_local:
            yield
            return
        path = Path(self._path(LOCK))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            # The system lets go of it when the process ends, however that is.
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refusal(f"{self.address}: another run is at work there") from None
            yield

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files at the same time, each in the place of any of its name.

        Raises:
            OSError: one could not be written; then there is no such file, or the old one.
        """
        with ThreadPoolExecutor(max(len(files), 1)) as pool:
            for written in [pool.submit(self._put, name, data) for name, data in files.items()]:
                written.result()

    def _put(self, name: str, data: bytes) -> None:
        if not self._is_local:
            self._system.pipe_file(self._path(name), data)
            return
        path = Path(self._path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + UNFINISHED)
        try:
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise

    def get(self, *names: str) -> list[bytes]:
        """The content of files that are there."""
        found = self._system.cat([self._path(name) for name in names]) if names else {}
        return [found[self._path(name)] for name in names]

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, `folder/name`; none where there is no folder."""
        try:
            found = self._system.ls(self._path(folder), detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{str(path).rpartition('/')[2]}" for path in found)

    def remove(self, name: str) -> None:
        """Take a file away."""
        self._system.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"
