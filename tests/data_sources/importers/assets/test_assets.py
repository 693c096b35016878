"""A list of assets: years and nameplates by name; what contradicts the network is refused, what is empty stays unknown."""

from __future__ import annotations

import pytest

from data_sources.errors import ImportRefused
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.importers.assets.conftest import Ask, Load

LIST = """Transformer Name,kVA,Install Date,Manufacturer,Model,Serial No.,Mfg Year,Cooling Class,Paper
tx-22,50,2011-06-01,Acme,M1,S-1,2010,OA,yes
TX-23,50,,Acme,,,,,
TX-24,75,2011,Acme,,,,,
TX-99,50,2011,,,,,,
TX-25,50,2031,,,,,,
TX-26,50,1999,,,,2004,,
TX-27,49.9,,,,,,WET,
TX-22,50,2011,,,,,,
TX-28,,,,,,,,maybe
"""
PLATES = (
    "SELECT asset_id, manufacturer, model, serial_number, manufactured_year, cooling, is_upgraded_paper"
    " FROM flux.asset_nameplates ORDER BY asset_id"
)
YEARS = "SELECT transformer_id, installed_year FROM flux.transformers WHERE installed_year <> 1995"


def test_years_and_plates_are_written_and_the_rest_is_kept_with_its_reason(load: Load, ask: Ask) -> None:
    done = load("assets", LIST)
    assert (done.file.rows, done.file.taken, done.new, done.changed) == (9, 2, 2, 0)
    assert ask(PLATES) == [
        (22, "Acme", "M1", "S-1", 2010, "ONAN", True), (23, "Acme", "", "", 0, "", None),
    ]  # fmt: skip
    assert ask(YEARS) == [(22, 2011)]
    reasons = {
        "its kVA is 75, and the network has 50": 1, "'Transformer Name' is none of the utility's": 1,
        "'Install Date' lies in the future": 1, "it was installed before it was manufactured": 1,
        "'Cooling Class' is none of ONAN, ONAF, OFAF, ODAF, KNAN, KNAF, AN, AF": 1,
        "another row of the same stands before it": 1, "'Paper' is none of yes and no": 1,
    }  # fmt: skip
    assert dict(done.file.refused) == reasons
    assert done.file.kept_in
    kept = done.file.kept_in.read_text("utf-8-sig").splitlines()
    assert len(kept) == 8
    assert kept[0] == '"line","reason","text"'
    assert any(line.startswith('4,"its kVA is 75') and "TX-24" in line for line in kept)


def test_the_same_list_again_changes_nothing_and_another_only_what_it_says(load: Load, ask: Ask) -> None:
    load("assets", LIST)
    before = ask(PLATES), ask(YEARS)
    again = load("assets", LIST)
    assert (again.new, again.changed, again.there) == (0, 0, 2)
    assert (ask(PLATES), ask(YEARS)) == before
    other = load("assets", "transformer_name,manufacturer,serial\nTX-22,,S-2\nTX-23,Acme,\n")
    assert (other.new, other.changed, other.there) == (0, 1, 1)
    assert ask(PLATES)[0] == (22, "Acme", "M1", "S-2", 2010, "ONAN", True), "what a cell does not say stays"


def test_a_load_leaves_one_audit_row_and_tells_who_asks_for_the_network(load: Load, ask: Ask) -> None:
    load("assets", LIST)
    (row,) = ask("SELECT actor, utility_id, detail FROM flux.audit WHERE action = 'import_assets'")
    assert row[:2] == ("test", 1)
    assert row[2] == {"file": "list.csv", "rows": 9, "taken": 2, "refused": 7, "new": 2, "changed": 0}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,installed_year\nNOBODY,1990\nNOTHING,1990\n", "no transformer or pole of the utility is named"),
        ("name,colour\nTX-22,red\n", "no header of a list of assets"),
        ("", "is empty"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_and_nothing_is_written(
    load: Load, ask: Ask, text: str, sentence: str
) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        load("assets", text)
    assert ask("SELECT count(*) FROM flux.audit WHERE action = 'import_assets'") == [(0,)]


def test_poles_by_kind_heading_or_name_and_ids_where_no_name_fits(load: Load, ask: Ask) -> None:
    assert load("assets", "Pole Name,Installed\nP22,1971\n").changed == 1
    assert load("assets", "id,kind,installed\nP23,Pole,1972\nTX-23,Transformer,1973\n").changed == 2
    assert load("assets", "pole_id,installed\n24,1974\n", name="ids.csv").changed == 1
    found = "SELECT pole_id, installed_year FROM flux.poles WHERE installed_year < 1980 ORDER BY 1"
    assert ask(found) == [(22, 1971), (23, 1972), (24, 1974)]
    assert ask(YEARS) == [(23, 1973)]
    mixed = load("assets", "asset_id,installed\nP22,1971\n25,1975\n", name="mixed.csv")
    assert (mixed.there, mixed.file.refused.total()) == (1, 1), "names and ids are never mixed in one column"


def test_a_name_of_both_kinds_needs_the_kind(load: Load, ask: Ask) -> None:
    ask("UPDATE flux.poles SET pole_name = 'TX-22' WHERE pole_id = 22 RETURNING 1")
    assert load("assets", "name,installed\nTX-22,2001\n").file.refused == {
        "'name' names several; add a column kind (transformer or pole)": 1
    }
    assert load("assets", "name,kind,installed\nTX-22,pole,2001\n").changed == 1


def test_spreadsheet_days_and_other_orders_of_dates(load: Load, ask: Ask) -> None:
    with pytest.raises(ImportRefused, match="--date-order"):
        load("inspections", "name,date,result\nTX-22,03/04/2011,good\n")
    load("assets", "transformer,installdate\nTX-22,03/04/2010\n")
    assert ask(YEARS) == [(22, 2010)], "whichever is the month"
    load("assets", "transformer,installdate\nTX-22,03/04/2011\nTX-23,31/12/1999\n")
    assert ask(f"{YEARS} ORDER BY 1") == [(22, 2011), (23, 1999)]
    load("assets", "transformer,installdate\nTX-22,41000\nTX-23,41001\n")
    assert ask(f"{YEARS} ORDER BY 1") == [(22, 2012), (23, 2012)]
    load("assets", "transformer,installdate\nTX-22,32874\nTX-23,41000\nTX-24,36526\n")
    assert ask(f"{YEARS} ORDER BY 1") == [(22, 1990), (23, 2012), (24, 2000)]


def test_years_of_two_digits_are_never_in_the_future(load: Load, ask: Ask) -> None:
    done = load("assets", "transformer,installdate\nTX-22,7/31/85\nTX-23,6/30/21\nTX-24,12-Dec-68\nTX-25,01/02/49\n")
    assert ask(f"{YEARS} ORDER BY 1") == [(22, 1985), (23, 2021), (24, 1968), (25, 1949)]
    assert next(note for note in done.file.notes if "two digits" in note).endswith("7/31/85 is 7/31/1985.")
    assert sum("two digits" in note for note in done.file.notes) == 1
    load("failures", "transformer,failed\nTX-22,7/31/84 14:00\nTX-25,12/31/48\nTX-42,12/31/88\n")
    failed = (
        "SELECT extract(year FROM failed_at AT TIME ZONE 'America/Chicago')::int FROM flux.asset_failures ORDER BY 1"
    )
    assert ask(failed) == [(1984,), (1988,)], "one of 1948 is older than any that is kept"


def test_a_year_before_the_last_failure_there_is_refused(load: Load) -> None:
    load("assets", "transformer,installed\nTX-22,2020\n")
    load("failures", "transformer,failed\nTX-22,2020-03-01 10:00\n")
    older = load("assets", "transformer,installed\nTX-22,2015\n")
    assert older.file.refused == {"what stood there failed later than it was installed": 1}


def test_readers_of_the_network_are_told_of_the_new_year(load: Load, town: PostgresSource) -> None:
    with town.dedicated_connection() as listener:
        listener.execute("LISTEN flux")
        load("assets", LIST)
        told = {notify.payload for notify in listener.notifies(timeout=2, stop_after=20)}
    assert {"network", "nameplates"} <= told
    (row,) = town.fetch(Query.of("details_transformer", utility_id=1, asset_id=22)).to_pylist()
    assert row["installed_year"] == 2011


def test_a_quote_that_swallows_rows_is_refused_with_its_line(load: Load, ask: Ask) -> None:
    text = 'transformer,maker\nTX-22,Acme\nTX-23,"ABB\nTX-24,GE\nTX-25,12" pipe\n'
    with pytest.raises(ImportRefused, match="a quote opens in line 3"):
        load("assets", text)
    assert ask("SELECT count(*) FROM flux.asset_nameplates") == [(0,)]
