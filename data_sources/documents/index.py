"""The index: documents written whole or not at all, listed, and removed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from data_sources.documents.reading import FileOptions, LoadedFile, content_of, digest_of, read_file
from data_sources.documents.synonyms import other_words
from data_sources.errors import ImportRefused
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.query import Query
from data_sources.source import Source

WRITING: Final = 0x444F4353  # "DOCS": one process writes documents at a time, so that none is there twice

Origin = Literal["folder", "command", "demo"]
Became = Literal["new", "replaced", "same"]


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where documents belong.

    Attributes:
        origin: who loads them: only who loaded a document takes its place.
        utility_id: whose they are; None: everybody's.
        actor: for the audit row.
    """

    origin: Origin
    utility_id: int | None = None
    actor: str = "fluxops"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of a file.

    Attributes:
        name: of the file.
        became: whether it is new, took the place of an older one, or was there as it is.
        title: of the document; empty where it was there.
        pages: how many pages or sections.
        counts: which of them.
        passages: how many.
        left_out: pieces of text that no reader of the file sees.
        guess: the encoding that it was taken to be in, where nothing in it says so; else empty.
    """

    name: str
    became: Became
    title: str = ""
    pages: int = 0
    counts: str = "page"
    passages: int = 0
    left_out: int = 0
    guess: str = ""

    def sentence(self) -> str:
        """For a person."""
        if self.became == "same":
            return f"{self.name} is there as it is."
        kept = "took the place of an older one" if self.became == "replaced" else "loaded"
        size = f"{counted(self.pages, self.counts)}, {self.passages:,} passages"
        return f"{self.name} {kept}: {self.title!r}, {size}{hidden_told(self.left_out)}{guess_told(self.guess)}."


def counted(number: int, counts: str) -> str:
    """`1 page`, `12 sections`."""
    return f"{number:,} {counts}{'' if number == 1 else 's'}"


def hidden_told(left_out: int) -> str:
    """What is said of text that nobody sees; empty where there is none."""
    pieces = f"{left_out:,} {'piece' if left_out == 1 else 'pieces'}"
    return f"; {pieces} of text that no reader sees left out" if left_out else ""


def guess_told(guess: str, names: str = "") -> str:
    """What is said of a file that does not say how its letters are written; empty for one that does."""
    told = f"{names} taken for {guess}".strip()
    return f"; {told}: look at letters and signs, or save as UTF-8" if guess else ""


def index_file(
    source: PostgresSource, path: Path, name: str, place: IndexPlace, options: FileOptions
) -> Indexed:  # fmt: skip
    """Load a file; it takes the place of what was loaded under its name there, unless it is the same.

    Args:
        source: the database.
        path: the file.
        name: it is known by there.
        place: where it belongs.
        options: what is said of it.

    Raises:
        ImportRefused: it cannot be read; what was loaded stays.
    """
    content = content_of(path)
    if _standing(source, name, place) == digest_of(content, options):
        return Indexed(name, "same")
    return write_file(source, read_file(path, name, content, options), place)


def write_file(source: PostgresSource, file: LoadedFile, place: IndexPlace) -> Indexed:
    """Write a file that was read, in one transaction.

    Raises:
        ImportRefused: the database cuts no words of its language.
    """
    document = file.document
    check_language(source, document.language, file.name)
    detail = {"file_name": file.name, "title": document.title, "passages": len(document.passages)}
    detail |= {"left_out": document.left_out} if document.left_out else {}
    detail |= {"taken_for": document.guess} if document.guess else {}
    with source.transaction(place.actor, "load_document", place.utility_id, detail) as connection:
        execute(connection, "no_statement_timeout")
        execute(connection, "lock_documents", lock_key=WRITING)
        was_there = _remove_standing(connection, file.name, place)
        _write(connection, file, place)
    return Indexed(
        file.name, "replaced" if was_there else "new", document.title, document.pages, document.counts,
        len(document.passages), document.left_out, document.guess,
    )  # fmt: skip


def check_language(source: Source, language: str, name: str) -> None:
    """Refuse a language that the database knows no words of.

    Raises:
        ImportRefused: it is not one of its text search configurations.
    """
    known = source.fetch(Query.of("text_languages"))["language"].to_pylist()
    if language not in known:
        raise ImportRefused(f"{name}: {language!r} is no language of this database; it has {', '.join(known)}.")


def documents(source: Source, utility_id: int = 0) -> list[dict[str, Any]]:
    """What is loaded, by kind and title; 0: of all utilities."""
    rows: list[dict[str, Any]] = source.fetch(Query.of("documents", utility_id=utility_id)).to_pylist()
    return rows


def remove_documents(source: PostgresSource, rows: list[dict[str, Any]], actor: str) -> None:
    """Remove documents of `documents`, all or none."""
    detail = {"file_names": [row["file_name"] for row in rows]}
    with source.transaction(actor, "remove_documents", None, detail) as connection:
        for row in rows:
            execute(connection, "delete_document", document_id=row["document_id"])


def named(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The documents that a person means: by their number, file or title.

    Raises:
        ImportRefused: there is none, or there are several.
    """
    wanted = name.strip().casefold()
    found = [
        row for row in rows if wanted in (str(row["document_id"]), row["file_name"].casefold(), row["title"].casefold())
    ]
    if not found:
        raise ImportRefused(f"There is no document {name!r}; `fluxops documents list` names them.")
    if len(found) > 1:
        numbers = ", ".join(f"{row['document_id']} ({row['file_name']})" for row in found)
        raise ImportRefused(f"There are {len(found)} documents {name!r}; give the number of one: {numbers}.")
    return found


def _standing(source: PostgresSource, name: str, place: IndexPlace) -> str:
    with source.connection() as connection:
        row = execute(connection, "document_digest", **_key(name, place)).fetchone()
    return str(row[1]) if row else ""


def _remove_standing(connection: Connection, name: str, place: IndexPlace) -> bool:
    row = execute(connection, "document_digest", **_key(name, place)).fetchone()
    if row:
        execute(connection, "delete_document", document_id=row[0])
    return row is not None


def _key(name: str, place: IndexPlace) -> dict[str, Any]:
    return {"utility_id": place.utility_id, "origin": place.origin, "file_name": name}


def _write(connection: Connection, file: LoadedFile, place: IndexPlace) -> None:
    document = file.document
    row = execute(
        connection, "insert_document", **_key(file.name, place), title=document.title, kind=document.kind,
        language=document.language, counts=document.counts, pages=document.pages, digest=file.digest,
        media_type=file.media_type, content=file.content,
    ).fetchone()  # fmt: skip
    assert row
    in_english = document.language == "english"
    execute(
        connection, "insert_passages", document_id=row[0], language=document.language, title=document.title,
        pages=[one.page for one in document.passages], headings=[one.heading for one in document.passages],
        texts=[one.text for one in document.passages],
        same=[other_words(f"{one.heading}\n{one.text}") if in_english else "" for one in document.passages],
    )  # fmt: skip
