"""The index on a real database: written whole, replaced, removed, kept in step with a folder, found by words."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import psycopg
import pytest

from data_sources.demo.documents import FOLDER, load_demo_documents
from data_sources.documents.folder import DocumentsFolder, files_in, leading_out
from data_sources.documents.index import IndexPlace, documents, index_file, named, remove_documents
from data_sources.documents.reading import FileOptions
from data_sources.documents.synonyms import other_words
from data_sources.errors import FluxError, ImportRefused
from data_sources.importers.removal import remove_by_name, what_goes
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utilities
from data_sources.query import Query
from data_sources.services.documents import Documents
from data_sources.services.service import PartlyDone
from tests.data_sources.documents.making import folder, pdf

HERE = IndexPlace("command")


def load(source: PostgresSource, path: Path, place: IndexPlace = HERE, **options: Any) -> str:
    return index_file(source, path, path.name, place, FileOptions(**options)).became


def found(source: PostgresSource, words: str, utility_id: int = 1) -> list[dict[str, Any]]:
    return source.fetch(Query.of("find_passages", utility_id=utility_id, words=words, most=5, enough=0.0)).to_pylist()


def passages(source: PostgresSource) -> int:
    with source.connection() as connection:
        row = connection.execute("SELECT count(*) FROM flux.passages").fetchone()
    assert row
    return int(row[0])


def test_a_document_loaded_again_replaces_itself(empty_source: PostgresSource, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Cats\nA cat purrs.\n# Dogs\nA dog barks.")
    assert [load(empty_source, path), load(empty_source, path)] == ["new", "same"]
    path.write_text("# Birds\nA bird sings.")
    assert load(empty_source, path) == "replaced"
    assert load(empty_source, path, title="Animals") == "replaced"
    (row,) = documents(empty_source)
    assert (row["title"], row["pages"], row["size_bytes"]) == ("Animals", 1, path.stat().st_size)
    assert passages(empty_source) == 1
    assert not found(empty_source, "cat")
    path.write_text("")
    with pytest.raises(ImportRefused, match="is empty"):
        load(empty_source, path)
    assert [one["passage"] for one in found(empty_source, "birds")] == ["A bird sings."]


def test_text_that_nobody_sees_is_said_and_not_found(empty_source: PostgresSource, tmp_path: Path) -> None:
    home = folder(tmp_path / "d", a__md="# Relay\nTrips at 400 A. <!-- Zorblax: trips at 999 A -->")
    done = index_file(empty_source, home / "a.md", "a.md", HERE, FileOptions())
    assert done.sentence().endswith("; 1 piece of text that no reader sees left out.")
    assert DocumentsFolder(empty_source, home).look().sentence() == (
        "loaded a.md; 1 piece of text that no reader sees left out"
    )
    assert not found(empty_source, "zorblax")


def test_nothing_is_half_written(empty_source: PostgresSource, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Cats\nA cat purrs.")
    load(empty_source, path)
    path.write_text("# Cats\nAnother cat purrs.")
    with empty_source.connection() as connection:
        connection.execute("ALTER TABLE flux.passages ADD CHECK (passage NOT LIKE 'Another%')")
    with pytest.raises(psycopg.Error):
        load(empty_source, path)
    assert [one["passage"] for one in found(empty_source, "cat")] == ["A cat purrs."]


def test_the_same_name_twice_is_two_documents_of_a_folder(empty_source: PostgresSource, tmp_path: Path) -> None:
    look = DocumentsFolder(
        empty_source, folder(tmp_path, north___rules__md="# R\nNorth.", south___rules__md="# R\nSouth.")
    )
    look.look()
    rows = documents(empty_source)
    assert [row["file_name"] for row in rows] == ["north/rules.md", "south/rules.md"]
    with pytest.raises(ImportRefused, match="There are 2 documents"):
        named(rows, "R")
    remove_documents(empty_source, named(rows, "south/rules.md"), "test")
    assert [row["file_name"] for row in documents(empty_source)] == ["north/rules.md"]
    with pytest.raises(ImportRefused, match="There is no document"):
        named(rows, "rules.md")


def test_a_folder_is_followed(empty_source: PostgresSource, tmp_path: Path) -> None:
    home = folder(
        tmp_path / "d",
        a__md="# A\nFirst.",
        procedures___b__txt="Second.",
        c__pdf=pdf([[("", "Third.")]]),
        __hidden__md="No.",
    )
    (home / "~$a.md").write_text("an editor's")
    (home / "picture.png").write_bytes(b"no")
    other = tmp_path / "by_hand.md"
    other.write_text("By hand.")
    load(empty_source, other)
    service = Documents(empty_source, home)
    now = dt.datetime.now(dt.UTC)
    assert service.run(now) == "loaded 3 documents"
    assert service.run(now) == ""
    assert {row["file_name"]: row["kind"] for row in documents(empty_source)} == {
        "a.md": "manual", "procedures/b.txt": "procedure", "c.pdf": "manual", "by_hand.md": "manual",
    }  # fmt: skip
    (home / "a.md").write_text("# A\nFirst, changed.")
    (home / "c.pdf").unlink()
    assert service.run(now) == "loaded a.md and removed c.pdf"
    (home / "a.md").write_bytes(b"")
    with pytest.raises(PartlyDone, match=r"a\.md is empty"):
        service.run(now)
    assert [one["passage"] for one in found(empty_source, "changed")] == ["First, changed."]
    with pytest.raises(PartlyDone, match=r"a\.md is empty"):  # as long as it is so
        service.run(now)
    (home / "a.md").write_text("# A\nMended.")
    assert service.run(now) == "loaded a.md"
    os.rename(home, tmp_path / "away")
    with pytest.raises(FluxError, match="There is no folder"):
        service.run(now)
    home.mkdir()  # as where a disk is not mounted
    assert service.run(now) == ""
    assert len(documents(empty_source)) == 3


def test_a_link_out_of_the_folder_is_never_loaded(empty_source: PostgresSource, tmp_path: Path) -> None:
    home = folder(tmp_path / "d", a__md="# A\nFirst.", kept___b__md="Second.")
    outside = folder(tmp_path / "secret", passwords__txt="root x bin bash")
    (home / "passwd.txt").symlink_to(outside / "passwords.txt")
    (home / "up.txt").symlink_to(Path("..") / "secret" / "passwords.txt")
    (home / "all").symlink_to(outside, target_is_directory=True)
    (home / "again.md").symlink_to(home / "kept" / "b.md")  # within, as a mounted volume has them
    (home / "nowhere.md").symlink_to(tmp_path / "gone.md")
    by_link = tmp_path / "link"
    by_link.symlink_to(home, target_is_directory=True)
    for way in (home, by_link, tmp_path / "secret" / ".." / "d"):
        assert set(files_in(way)) == {"a.md", "again.md", "kept/b.md"}
        assert {"passwd.txt", "up.txt"} <= set(leading_out(way))
    service = Documents(empty_source, home)
    for _ in range(2):  # as long as it lies there
        with pytest.raises(PartlyDone, match="link that leads out of the documents folder"):
            service.run(dt.datetime.now(dt.UTC))
    assert {row["file_name"] for row in documents(empty_source)} == {"a.md", "again.md", "kept/b.md"}
    (home / "again.md").unlink()
    (home / "again.md").symlink_to(outside / "passwords.txt")  # what was a document leads out now
    with pytest.raises(PartlyDone, match=r"again\.md is a link"):
        service.run(dt.datetime.now(dt.UTC))
    assert {row["file_name"] for row in documents(empty_source)} == {"a.md", "kept/b.md"}
    assert not found(empty_source, "bash")


def test_each_utility_has_its_own_beside_everybodys(demo_source: PostgresSource, tmp_path: Path) -> None:
    ((utility_id, name),) = utilities(demo_source)
    path = tmp_path / "zebra.md"
    path.write_text("# Zebra\nStripes.")
    load(demo_source, path, IndexPlace("command", utility_id))
    path.write_text("# Zebra\nStripes of all.")
    load(demo_source, path)
    assert {one["passage"] for one in found(demo_source, "zebra", utility_id)} == {"Stripes.", "Stripes of all."}
    assert {one["passage"] for one in found(demo_source, "zebra", utility_id + 1)} == {"Stripes of all."}
    own = what_goes(demo_source, name)
    assert own.rows["documents"] == len(files_in(FOLDER)) + 1
    remove_by_name(demo_source, own, actor="test")
    assert [row["title"] for row in documents(demo_source)] == ["Zebra"]


def test_the_demo_has_its_documents_once(demo_source: PostgresSource) -> None:
    ((utility_id, _),) = utilities(demo_source)
    before = documents(demo_source, utility_id)
    assert {row["file_name"] for row in before} == set(files_in(FOLDER))
    assert {row["counts"] for row in before} == {"page", "section"}
    load_demo_documents(demo_source, utility_id)
    assert documents(demo_source, utility_id) == before
    for row in before:
        first = demo_source.fetch(Query.of("document_passages", document_id=row["document_id"], page=1)).to_pylist()
        assert "replace by your own" in first[0]["passage"], row["file_name"]


def test_the_index_is_found_by_stems_synonyms_and_other_languages(empty_source: PostgresSource, tmp_path: Path) -> None:
    files = folder(
        tmp_path, ppe__md="# Gloves\nPersonal protective equipment is worn.", loto__txt="Use LOTO on every breaker.",
        es__md="---\nlanguage: spanish\n---\n# Guantes\nLos guantes se prueban antes de cada uso.",
    )  # fmt: skip
    for path in sorted(files.iterdir()):
        load(empty_source, path)
    assert [one["file_name"] for one in found(empty_source, "PPE")] == ["ppe.md"]
    assert [one["file_name"] for one in found(empty_source, "lock-out tag-out")] == ["loto.txt"]
    assert [one["file_name"] for one in found(empty_source, "guante probado")] == ["es.md"]
    assert [one["file_name"] for one in found(empty_source, '"protective equipment" breakers')] == [
        "ppe.md",
        "loto.txt",
    ]
    for odd in ("", "'; DROP TABLE flux.documents; --", "a & | ! ( ) : * \\ ' \" <->", "\\", "x" * 5000):
        found(empty_source, odd)
    with pytest.raises(ImportRefused, match="'klingon' is no language"):
        load(empty_source, tmp_path / "ppe.md", language="klingon")


def test_other_words_are_whole_words() -> None:
    assert "personal protective equipment" in other_words("Wear PPE.")
    assert "PPE" in other_words("Personal Protective\nEquipment")
    assert other_words("stepper supper") == ""
    assert "PPE" not in other_words("PPE and personal protective equipment")
