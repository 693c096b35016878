"""A quote that is opened by accident swallows no rows: the file is refused with the line; notes over lines are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.quotes import refuse_swallowed_lines
from data_sources.importers.tables.read import read_tables
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from tests.data_sources.importers.tables.hamlet import write

HEAD = "name,maker,model\n"


def look(tmp_path: Path, text: str, encoding: str = "utf-8", separator: str = ",", width: int = 3) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding=encoding)
    refuse_swallowed_lines(path, encoding, separator, width)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('T14,"ABB,a\nT15,GE,b\nT16,12" pipe,c\n', "opens in line 2 and runs over line 3"),
        ('T13,x,y\nT14,"ABB\nT15,GE\nT16,12" pipe\n', "opens in line 3, and more text follows the one in line 5"),
        ('T14,ABB,"a\nT15,GE,b\n', "runs over line 3"),
        ('T14,ABB,"a\n', "never closed"),
        ('T14,"ABB,12\nT15,GE,12"\n', "opens in line 2 and runs over line 3"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_a_quote_that_swallows_lines_is_refused_with_its_line(
    tmp_path: Path, rows: str, told: str, encoding: str
) -> None:
    with pytest.raises(ImportRefused, match=told):
        look(tmp_path, HEAD + rows, encoding)


@pytest.mark.parametrize(
    "rows",
    [
        'T14,12" pipe,a\nT15,GE,b\n', 'T14,"12"" pipe",a\n', 'T14,"ABB, Inc.",a\nT15,"GE",b\n', 'T14,"ABB" Inc,a\n',
        'T14,ABB,"shell rot,\nchecked, and sounded, twice\nsee ""12"" of May"\nT15,GE,b\n',
        'T14,"two\nlines",a\nT15,"three\n\nlines","and\ntwo"\n', 'T14,5" by 6",a\nT15,"",""\n', "T14,a,b\n",
    ],
)  # fmt: skip
def test_values_in_quotes_and_notes_over_lines_are_taken(tmp_path: Path, rows: str) -> None:
    look(tmp_path, HEAD + rows)
    look(tmp_path, (HEAD + rows).replace("\n", "\r\n"))


def test_a_quote_that_is_opened_beyond_the_first_block_is_found(tmp_path: Path) -> None:
    rows = 'T1,"GE","b"\n' * 500_000
    look(tmp_path, HEAD + rows)
    with pytest.raises(ImportRefused, match="line 500002"):
        look(tmp_path, f'{HEAD}{rows}T14,"ABB,a\nT15,GE,b\n')


def test_no_table_of_a_network_loses_rows_to_a_quote(empty_source: PostgresSource, tmp_path: Path) -> None:
    folder = write(tmp_path / "hamlet")
    path = next(folder.glob("meters.csv"))
    lines = path.read_text().splitlines()
    lines[1] = lines[1].replace(",", ',"', 1)
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(ImportRefused, match="quote"):
        write_network(empty_source, read_tables(folder), replace=False, actor="test")
