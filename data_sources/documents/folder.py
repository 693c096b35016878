"""A folder whose documents are kept in the index: new and changed files are read, those that went are removed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from data_sources.documents.index import (
    Indexed,
    IndexPlace,
    documents,
    guess_told,
    hidden_told,
    index_file,
    remove_documents,
)
from data_sources.documents.reading import FileOptions, can_read
from data_sources.errors import FluxError, ImportRefused
from data_sources.postgres.source import PostgresSource

Stamp = tuple[int, int]  # when a file was changed last, in nanoseconds, and its size


def files_in(folder: Path) -> dict[str, Path]:
    """The files below a folder that can be read, by name; hidden ones and those that an editor leaves are none.

    A link that leads out of the folder is none either (`leading_out` names them): who may write into the folder may
    not thereby read whatever the server can.

    Raises:
        FluxError: there is no such folder, or it may not be read.
    """
    return {name: path for name, path in _readable(folder).items() if _is_within(path, folder)}


def leading_out(folder: Path) -> dict[str, str]:
    """What is wrong with links that lead out of a folder, by name.

    Raises:
        FluxError: there is no such folder, or it may not be read.
    """
    told = "is a link that leads out of the documents folder; put the file itself there."
    return {name: f"{name} {told}" for name, path in _readable(folder).items() if not _is_within(path, folder)}


def _readable(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise FluxError(f"There is no folder {folder}.")
    try:
        found = sorted(path for path in folder.rglob("*") if can_read(path) and path.is_file())
    except OSError as error:
        raise FluxError(f"The folder {folder} cannot be read: {error.strerror or error}.") from error
    names = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: path for name, path in names.items() if not _is_hidden(name)}


def _is_within(path: Path, folder: Path) -> bool:
    """Where a link leads counts, not where it lies; links within the folder are fine."""
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve(strict=True))
    except (OSError, RuntimeError):
        return False


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$")) for part in name.split("/"))


@dataclass(frozen=True, slots=True)
class FolderRun:
    """What was done of a folder.

    Attributes:
        indexed: files that were read.
        removed: files that went.
        refused: what is wrong with those that cannot be read, by name.
    """

    indexed: tuple[Indexed, ...]
    removed: tuple[str, ...]
    refused: dict[str, str]

    def sentence(self) -> str:
        """What was done, in words; empty for nothing."""
        changed = [one.name for one in self.indexed if one.became != "same"]
        parts = [f"loaded {_listed(changed)}"] * bool(changed) + [f"removed {_listed(self.removed)}"] * bool(
            self.removed
        )
        guesses = {one.name: one.guess for one in self.indexed if one.guess}
        told = guess_told(next(iter(guesses.values())), _listed(list(guesses))) if guesses else ""
        return " and ".join(parts) + hidden_told(sum(one.left_out for one in self.indexed)) + told


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{len(names):,} documents"


@dataclass
class DocumentsFolder:
    """A folder as it was seen last.

    Attributes:
        source: the database.
        folder: with documents in it and in folders below it.
    """

    source: PostgresSource
    folder: Path
    _seen: dict[str, Stamp] = field(default_factory=dict)
    _refused: dict[str, str] = field(default_factory=dict)

    def look(self) -> FolderRun:
        """Read what is new or changed since the last look, and remove what went.

        A folder without any file removes nothing: it is more likely not mounted than emptied.

        Raises:
            FluxError: the folder cannot be read; what is loaded stays.
        """
        place, files = IndexPlace("folder", actor="documents folder"), files_in(self.folder)
        stamps = {name: stamp for name, path in files.items() if (stamp := _stamp(path))}
        changed = [name for name, stamp in stamps.items() if self._seen.get(name) != stamp]
        self._refused = {name: why for name, why in self._refused.items() if name in stamps}
        indexed = [one for name in changed if (one := self._indexed(files[name], name, place, stamps[name]))]
        strays = leading_out(self.folder)
        removed = self._removed(stamps) if stamps or strays else ()
        self._seen = {name: stamp for name, stamp in self._seen.items() if name in stamps}
        return FolderRun(tuple(indexed), removed, strays | self._refused)

    def _indexed(self, path: Path, name: str, place: IndexPlace, stamp: Stamp) -> Indexed | None:
        try:
            done = index_file(self.source, path, name, place, FileOptions())
        except ImportRefused as error:
            self._refused[name], self._seen[name] = str(error), stamp
            return None
        self._refused.pop(name, None)
        self._seen[name] = stamp
        return done

    def _removed(self, stamps: dict[str, Stamp]) -> tuple[str, ...]:
        rows = documents(self.source)
        gone = [row for row in rows if row["origin"] == "folder" and row["file_name"] not in stamps]
        if gone:
            remove_documents(self.source, gone, "documents folder")
        return tuple(row["file_name"] for row in gone)


def _stamp(path: Path) -> Stamp | None:
    """None where it went meanwhile."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
