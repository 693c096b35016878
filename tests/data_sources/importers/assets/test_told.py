"""What a list's load tells and keeps: columns passed over, refused rows beside the file, what an earlier load left."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from tests.data_sources.importers.assets.conftest import Ask, Load

YEARS = "SELECT transformer_id, installed_year FROM flux.transformers WHERE installed_year <> 1995 ORDER BY 1"


def test_columns_that_are_not_understood_are_told(load: Load) -> None:
    done = load("assets", "transformer,Manufacturer,Manufacturer Name,Energised,\nTX-22,Acme,Other,1999,\n")
    assert "Columns that were passed over: 'Manufacturer Name', 'Energised'." in done.sentences()
    many = ",".join(f"Extra {number}" for number in range(9))
    told = load("assets", f"transformer,maker,{many}\nTX-22,Acme,{',' * 8}\n").sentences()
    assert any(line.endswith("'Extra 5' and 3 more.") for line in told)
    assert not any("passed over" in line for line in load("assets", "transformer,maker\nTX-22,Acme\n").sentences())


def test_the_words_of_other_systems_are_known(load: Load, ask: Ask) -> None:
    text = "Equipment|Manufacturer|Start-up date|ConstructYear\nTX-22|Acme|05.04.1999|1998\n"
    assert load("assets", text).new == 1
    assert ask(YEARS) == [(22, 1999)]
    assert ask("SELECT manufacturer, manufactured_year FROM flux.asset_nameplates") == [("Acme", 1998)]


def test_a_folder_that_takes_nothing_refuses_the_list_before_anything_is_written(
    load: Load, ask: Ask, tmp_path: Path
) -> None:
    (tmp_path / "list.csv.rejected.csv.part").mkdir()
    with pytest.raises(ImportRefused, match="nothing was written"):
        load("assets", "transformer,installed\nTX-22,2011\nTX-99,2011\n")
    assert ask(YEARS) == []
    assert load("assets", "transformer,installed\nTX-22,2011\n").changed == 1, "nothing is to be kept"


def test_refused_rows_of_an_earlier_time_do_not_stay(load: Load, tmp_path: Path) -> None:
    beside = tmp_path / "list.csv.rejected.csv"
    load("assets", "transformer,installed\nTX-22,2011\nTX-99,2011\n")
    assert "TX-99" in beside.read_text("utf-8-sig")
    load("assets", "transformer,installed\nTX-22,2011\n")
    assert not beside.exists()
    beside.write_text("mine\n")
    load("assets", "transformer,installed\nTX-22,2011\n")
    assert beside.read_text() == "mine\n"


def test_rows_of_a_wrong_number_of_cells_are_counted_and_kept_even_if_there_are_no_others(
    load: Load, tmp_path: Path
) -> None:
    told = r"too many values in the line \(1\); too few values in the line \(1\); lines of one value \(1\)"
    with pytest.raises(ImportRefused, match=told):
        load("assets", "transformer,maker,model\nTX-22,ABB,Inc,M\nTX-23,ABB\nTX-24\n")
    kept = (tmp_path / "list.csv.rejected.csv").read_text("utf-8-sig")
    assert "TX-22,ABB,Inc,M" in kept
    assert "TX-23,ABB" in kept


def test_notes_over_several_lines_are_taken_in_large_files_and_lines_are_told_right(
    load: Load, ask: Ask, tmp_path: Path
) -> None:
    note = '"rot at the ground line\nsounded, and bored\n' + "x" * 2000 + '"'
    rows = "".join(f"P99,2021-05-12,good,{note}\n" for _ in range(500))
    done = load("inspections", f"pole,date,result,note\n{rows}P22,2021-05-12,good,{note}\nP23,x,good,,\nP98,x,good,\n")
    assert done.new == 1
    assert ask("SELECT note FROM flux.inspections") == [(note.strip('"'),)]
    kept = (tmp_path / "list.csv.rejected.csv").read_text("utf-8-sig")
    assert '1505,"too many values in the line"' in kept
    assert "1506,\"'pole' is none of the" in kept
    assert '\n5,"' in kept, "the second row begins behind the three lines of the first"


def test_signs_of_windows_are_read_and_a_stray_sign_in_utf_8_is_refused_with_its_line(load: Load, ask: Ask) -> None:
    maker = "O\u2019Brien \u2013 S\u00f6hne \u20ac"
    done = load("assets", f"transformer,maker\nTX-22,{maker}\n".encode("cp1252"))
    assert ask("SELECT manufacturer FROM flux.asset_nameplates") == [(maker,)]
    assert any("read as Windows-1252" in note for note in done.file.notes)
    with pytest.raises(ImportRefused, match="line 3 holds a sign that is not"):
        load("assets", "transformer,maker\nTX-22,M\u00fcller\n".encode() + b"TX-23,S\xf6hne\n")
