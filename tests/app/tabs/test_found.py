"""Tabs are found in order, loaded when shown, loaded again when saved; one that cannot be loaded says why."""

from __future__ import annotations

import os
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from app.tab import Tab
from app.tabs import found
from data_sources.errors import QueryError
from data_sources.query import Query

TAB = "from app.tab import Tab\n\n\nclass {name}(Tab):\n    title = {title!r}\n"


def write(path: Path, text: str) -> None:
    """Save a file so that its time differs from any before."""
    was = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text)
    os.utime(path, ns=(was + 10_000_000, was + 10_000_000))


def test_titles_make_slugs() -> None:
    assert found.slug("AMI Analytics") == "ami-analytics"
    assert found.slug("  Ärger & Co. ") == "rger-co"


def test_a_folder_s_files_are_tabs_by_name(tmp_path: Path) -> None:
    for name in ("zebra", "aged_poles", "_helper"):
        write(tmp_path / f"{name}.py", TAB.format(name="Mine", title="Mine"))
    entries = found.in_folder(tmp_path)
    assert [(entry.title, entry.slug) for entry in entries] == [("Aged poles", "aged-poles"), ("Zebra", "zebra")]
    assert issubclass(entries[0].load(), Tab)


def test_no_folder_no_tabs(tmp_path: Path) -> None:
    assert found.in_folder(None) == found.in_folder(tmp_path / "missing") == []


def test_a_saved_file_is_loaded_again(tmp_path: Path) -> None:
    write(tmp_path / "aged.py", TAB.format(name="Old", title="Old"))
    (entry,) = found.in_folder(tmp_path)
    first = entry.load()
    assert entry.load() is first
    write(tmp_path / "aged.py", TAB.format(name="New", title="New"))
    assert entry.load().title == "New"


def test_the_sql_beside_a_tab_can_be_asked(tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        Query.of("my_own_rows", utility_id=1)
    write(tmp_path / "mine.py", TAB.format(name="Mine", title="Mine"))
    (tmp_path / "my_own_rows.sql").write_text("-- One row.\n-- result: one int32\nSELECT :utility_id AS one\n")
    found.in_folder(tmp_path)
    assert Query.of("my_own_rows", utility_id=1).statement.binds == ("utility_id",)


def test_a_statement_named_like_one_of_ours_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "mine.py", TAB.format(name="Mine", title="Mine"))
    (tmp_path / "kpis.sql").write_text("-- One row.\n-- result: one int32\nSELECT 1 AS one\n")
    (entry,) = found.in_folder(tmp_path)
    with pytest.raises(QueryError, match=r"kpis\.sql: that name is one of Flux's own statements; rename it\."):
        entry.load()
    (tmp_path / "kpis.sql").rename(tmp_path / "my_kpis.sql")
    assert entry.load().title == "Mine"


def test_no_two_tabs_share_an_address(tmp_path: Path) -> None:
    for name in ("Operations dashboard", "operations_dashboard"):
        write(tmp_path / f"{name}.py", TAB.format(name="Mine", title="Mine"))
    ours = found.built_in("Operations Dashboard", "app.tabs.operations:OperationsTab")
    entries = found.with_slugs_of_their_own([ours, *found.in_folder(tmp_path)])
    assert [(entry.title, entry.slug) for entry in entries] == [
        ("Operations Dashboard", "operations-dashboard"), ("Operations dashboard", "operations-dashboard-2"),
        ("Operations dashboard", "operations-dashboard-3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "error"),
    [("def broken(:", SyntaxError), ("import no_such_module_here", ModuleNotFoundError), ("x = 1", TypeError),
     (TAB.format(name="A", title="A") + TAB.format(name="B", title="B"), TypeError)],
)  # fmt: skip
def test_what_cannot_be_loaded_raises_only_when_loaded(tmp_path: Path, text: str, error: type[Exception]) -> None:
    write(tmp_path / "mine.py", text)
    (entry,) = found.in_folder(tmp_path)
    with pytest.raises(error):
        entry.load()


def test_an_entry_point_is_a_tab() -> None:
    point = EntryPoint("transformer_ages", "tests.app.example_tab.transformer_ages:TransformerAges", found.GROUP)
    entry = found.of_entry_point(point)
    assert entry.title == "Transformer ages"
    assert entry.load().title == "Transformer ages"
    assert Query.of("transformer_ages", utility_id=1, least_years=40)


def test_an_entry_point_to_something_else_says_so() -> None:
    entry = found.of_entry_point(EntryPoint("wrong", "pathlib:Path", found.GROUP))
    with pytest.raises(TypeError, match="not a class derived from Tab"):
        entry.load()
