"""A file of any kind that can be read, read whole before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from data_sources.documents.decoding import decoded
from data_sources.documents.markdown import read_markdown
from data_sources.documents.passages import Kind, ReadDocument
from data_sources.documents.pdf import read_pdf
from data_sources.documents.plain import read_plain
from data_sources.errors import ImportRefused

MEDIA: Final = {
    ".pdf": "application/pdf", ".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain",
    ".text": "text/plain",
}  # fmt: skip
MOST_BYTES: Final = 64 << 20
MOST_LETTERS: Final = 10_000_000
"""Of one document: some 5,000 pages. What is longer is no document that a person reads."""
READING: Final = 3
"""Counted up where files are read in another way: then all are read again."""

_FOLDERS: Final[dict[str, Kind]] = {
    "manual": "manual", "manuals": "manual", "procedure": "procedure", "procedures": "procedure",
    "compliance": "compliance",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file, read.

    Attributes:
        name: below the folder that was loaded, parted by /.
        content: the file.
        media_type: of it.
        digest: of the file, and of how it was read.
        document: what it holds, with title, kind and language filled in.
    """

    name: str
    content: bytes
    media_type: str
    digest: str
    document: ReadDocument


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What is said of files instead of by them.

    Attributes:
        kind: of all of them; None: as each says, by its folder (`manuals`, `procedures`, `compliance`), else "manual".
        language: text search configuration, e.g. "spanish"; empty: as each says, else "english".
        title: of a single file; empty: as it says, else its name.
    """

    kind: Kind | None = None
    language: str = ""
    title: str = ""


def can_read(path: Path) -> bool:
    """Whether the ending is one of a kind of files that can be read."""
    return path.suffix.lower() in MEDIA


def digest_of(content: bytes, options: FileOptions) -> str:
    """Tells a file and its options from any other."""
    told = f"{READING}|{options.kind}|{options.language}|{options.title}|".encode()
    return hashlib.blake2b(told + content, digest_size=16).hexdigest()


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        ImportRefused: it is empty, too large, of no kind that can be read, or cannot be opened.
    """
    if not can_read(path):
        raise ImportRefused(f"{path.name} is of no kind that can be read: PDF, Markdown (.md) or text (.txt).")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ImportRefused(f"{path.name} is larger than {MOST_BYTES >> 20} MB; split it.")
        content = path.read_bytes() if size else b""
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if not content.strip():
        raise ImportRefused(f"{path.name} is empty.")
    return content


def read_file(path: Path, name: str, content: bytes, options: FileOptions) -> LoadedFile:
    """Read a file whole.

    Args:
        path: where it stands.
        name: it is known by.
        content: its bytes, of `content_of`.
        options: what is said of it.

    Raises:
        ImportRefused: it cannot be read, or holds no text; the sentence says why.
    """
    read = _read(path, content)
    if not read.passages:
        raise ImportRefused(f"{path.name} holds no text.")
    letters = sum(len(one.text) for one in read.passages)
    if letters > MOST_LETTERS:
        raise ImportRefused(f"{path.name} holds {letters:,} letters of text; split it into {MOST_LETTERS:,} at most.")
    document = replace(
        read,
        title=" ".join((options.title or read.title or _title_of(path)).split())[:200],
        kind=options.kind or read.kind or _kind_by_folder(name),
        language=options.language or read.language or "english",
    )
    return LoadedFile(name, content, MEDIA[path.suffix.lower()], digest_of(content, options), document)


def _read(path: Path, content: bytes) -> ReadDocument:
    ending = path.suffix.lower()
    if ending == ".pdf":
        return _read_pdf(path.name, content)
    read = decoded(path.name, content)
    document = read_markdown(read.text) if MEDIA[ending] == "text/markdown" else read_plain(read.text)
    return replace(document, guess=read.guess)


def _read_pdf(name: str, content: bytes) -> ReadDocument:
    try:
        return read_pdf(name, content)
    except ImportRefused:
        raise
    except Exception as error:  # a damaged file breaks its reader in any way, and must not stop its folder
        told = str(error).strip().rstrip(".") or type(error).__name__
        raise ImportRefused(f"{name} cannot be read as PDF: {told[:200]}.") from error


def _kind_by_folder(name: str) -> Kind:
    folders = [part.lower() for part in name.split("/")[:-1]]
    return next((_FOLDERS[part] for part in reversed(folders) if part in _FOLDERS), "manual")


def _title_of(path: Path) -> str:
    words = path.stem.replace("_", " ").replace("-", " ").strip() or path.name
    return words[:1].upper() + words[1:]
