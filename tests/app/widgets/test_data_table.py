"""DataTable, Export and SqlNote on real tables and statements, without a browser."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from bokeh.document import Document
from bokeh.plotting import figure
from hypothesis import given
from hypothesis import strategies as st
from panel.io.state import set_curdoc

from app.threads import Pool, all_kinds
from app.widgets.column import Column
from app.widgets.data_table import PAGE_ROWS, DataTable, filtered, sorted_rows
from app.widgets.export import MAX_ROWS, Export, as_csv, as_parquet, file_name
from app.widgets.sql_note import Answered, SqlNote
from data_sources.errors import SourceUnavailable
from data_sources.query import Query
from data_sources.source import Health

NAMES = ["b", "a", "c <i>", None]
ROWS = pa.table({"row_id": [1, 2, 3, 4], "name": NAMES, "energy_kwh": [2.5, None, 1234.5, -1.0]})
COLUMNS = [Column("name", "Name"), Column("energy_kwh", "Energy", "number", 1, unit="kWh")]


def a_table(rows: pa.Table = ROWS, **options: object) -> DataTable:
    made = DataTable(COLUMNS, "row_id", search=["name"], part="meters", **options)
    made.rows = rows
    return made


def shown(table: DataTable) -> list[str]:
    return re.findall(r'<tr data-key="(\d+)"', table.html)


def test_before_the_first_answer_there_are_grey_bars() -> None:
    assert "skeleton" in DataTable(COLUMNS, "row_id").html


def test_cells_are_escaped_and_numbers_written_for_people() -> None:
    html = a_table().html
    assert "c &lt;i&gt;" in html
    assert ">1,234.5<" in html
    assert ">−1.0<" in html  # a real minus
    assert "None" not in html
    assert "nan" not in html
    assert "4 meters" in html


def test_a_heading_sorts_and_sorts_back_with_the_unknown_last() -> None:
    table = a_table()
    table._take({"action": "sort", "value": "energy_kwh"})
    assert shown(table) == ["3", "1", "4", "2"]
    table._take({"action": "sort", "value": "energy_kwh"})
    assert shown(table) == ["4", "1", "3", "2"]
    assert 'aria-sort="ascending"' in table.html


def test_the_first_click_sorts_texts_from_a_to_z() -> None:
    table = a_table()
    table._take({"action": "sort", "value": "name"})
    assert 'aria-sort="ascending"' in table.html
    table._take({"action": "sort", "value": "name"})
    assert 'aria-sort="descending"' in table.html


def test_the_filter_looks_into_its_columns_in_either_case() -> None:
    table = a_table()
    table._take({"action": "needle", "value": "C <"})
    assert shown(table) == ["3"]
    assert "1 of 4 meters" in table.html
    assert table.shown is not None
    assert table.shown.num_rows == 1
    table._take({"action": "needle", "value": "nobody"})
    assert "No row holds this text" in table.html


def test_many_rows_come_by_the_page() -> None:
    many = pa.table(
        {"row_id": range(120), "name": [f"m{i}" for i in range(120)], "energy_kwh": [float(i) for i in range(120)]}
    )
    table = a_table(many)
    assert len(shown(table)) == PAGE_ROWS
    table._take({"action": "page", "value": "1"})
    table._take({"action": "page", "value": "1"})
    assert shown(table) == [str(i) for i in range(100, 120)]
    table._take({"action": "page", "value": "1"})  # past the end stays at the end
    assert shown(table) == [str(i) for i in range(100, 120)]
    assert table.shown is not None
    assert table.shown.num_rows == 120


def test_a_row_can_be_clicked_only_where_somebody_listens() -> None:
    heard: list[str] = []
    table = a_table()
    assert 'data-action="row"' not in table.html
    table.on("row", heard.append)
    table.picked = "3"
    assert 'data-action="row"' in table.html
    assert table.html.count('aria-selected="true"') == 1
    table._take({"action": "row", "value": "3"})
    assert heard == ["3"]


def test_a_row_is_reached_by_tab_as_well_as_by_the_mouse() -> None:
    table = a_table()
    table.on("row", lambda _key: None)
    table.param.update(needle="b")
    assert (
        '<td><button type="button" class="dt-open" data-action="row" data-value="1">b</button></td>'
        in table.html.replace('class="dt-open" type="button"', 'type="button" class="dt-open"')
    )


def test_a_file_has_the_columns_shown_under_their_names() -> None:
    table = DataTable([Column("energy_kwh", "Energy", "number"), Column("name", "Name", file_name="meter")], "row_id")
    table.show(ROWS)
    table._take({"action": "sort", "value": "name"})
    saved = table.whole()
    assert isinstance(saved, pa.Table)
    assert saved.column_names == ["energy_kwh", "meter"]
    assert saved["meter"].to_pylist() == ["a", "b", "c <i>", None]


def test_a_column_left_out_of_narrow_tables_is_in_the_file() -> None:
    table = a_table()
    table.use([COLUMNS[0], Column("energy_kwh", "Energy", "number", 1, unit="kWh", room="wide")])
    assert table.html.count('class="is-number for-wide"') == 5  # its heading and four cells
    found = table.whole()
    assert isinstance(found, pa.Table)
    assert found.column_names == ["name", "energy_kwh"]


@given(st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=30), st.booleans())
def test_sorting_keeps_every_row_and_puts_nothing_last(values: list[int | None], is_descending: bool) -> None:
    rows = pa.table({"v": pa.array(values, pa.int64())})
    found = sorted_rows(rows, "v", is_descending)["v"].to_pylist()
    known = [value for value in values if value is not None]
    assert found == sorted(known, reverse=is_descending) + [None] * (len(values) - len(known))


@given(st.lists(st.text(max_size=4), max_size=20), st.text(max_size=3))
def test_the_filter_finds_what_holds_the_text(names: list[str], needle: str) -> None:
    rows = pa.table({"name": pa.array(names, pa.string())})
    found = filtered(rows, needle, ["name"])["name"].to_pylist()
    assert {name for name in names if needle.strip() in name} <= set(found)


def test_words_of_a_filter_may_stand_in_different_columns() -> None:
    rows = pa.table(
        {"feeder": ["F0012", "F0012", "F0013"], "cause": ["Tree contact", "Animal", "Tree"], "id": [1, 2, 3]}
    )
    for needle, ids in (("F0012 tree", [1]), ("tree f001", [1, 3]), ("  ", [1, 2, 3]), ("F0012 F0013", [])):
        assert filtered(rows, needle, ["feeder", "cause"])["id"].to_pylist() == ids, needle


def test_csv_and_parquet_hold_the_rows() -> None:
    at = pa.array([dt.datetime(2026, 3, 8, 8, 0, tzinfo=dt.UTC)], pa.timestamp("us", tz="UTC"))
    table = pa.table({"at": at, "kw": [None], "name": ['a "b"']})
    assert as_csv(table).decode() == '"at","kw","name"\n2026-03-08 08:00:00.000000Z,,"a ""b"""\n'
    assert pyarrow.csv.read_csv(io.BytesIO(as_csv(ROWS)))["energy_kwh"].to_pylist()[2] == 1234.5
    assert pq.read_table(io.BytesIO(as_parquet(table))).equals(table)


def test_csv_writes_single_precision_as_it_was_measured() -> None:
    table = pa.table({"volts": pa.array([244.9, None], pa.float32()).cast(pa.float64()), "exact": [0.1, 1 / 3]})
    assert as_csv(table).decode().splitlines()[1:] == ["244.9,0.1", ",0.3333333333333333"]


def test_what_is_not_known_is_an_empty_cell() -> None:
    """NaN of any precision, and a year of 0; a 0 of another column is a 0."""
    table = pa.table({
        "strength_pct": pa.array([float("nan"), 71.5], pa.float32()), "score": [float("nan"), 2.25],
        "installed_year": pa.array([0, 1991], pa.int16()), "customers": [0, 7],
    })  # fmt: skip
    assert as_csv(table).decode().splitlines()[1:] == [",,,0", "71.5,2.25,1991,7"]


def test_names_are_inert_and_readable_in_a_spreadsheet_and_raw_in_parquet() -> None:
    """Fault M12: a formula in a name ran, and umlauts were unreadable in Excel."""
    table = pa.table({"name": ["=HYPERLINK(1)", "Ölmühle;=1"], "kw": [-1.5, 2.0]})
    content = as_csv(table)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == ['"name","kw"', '"\'=HYPERLINK(1)",-1.5', '"Ölmühle;=1",2']
    assert pq.read_table(io.BytesIO(as_parquet(table))).equals(table)
    assert not as_csv(table.slice(0, 1)).startswith(b"\xef\xbb\xbf")


def test_export_offers_a_picture_only_where_there_is_a_figure() -> None:
    plain, drawn = Export(lambda: ROWS, "Voltage exceptions"), Export(lambda: ROWS, "load", figure())
    assert plain.forms == ["csv", "parquet"]
    assert plain.chart_ids == []
    assert drawn.forms == ["csv", "parquet", "png"]
    assert len(drawn.chart_ids) == 1
    assert plain.file("csv")["name"] == "voltage_exceptions.csv"


def test_a_file_is_written_away_from_the_event_loop() -> None:
    threads: list[str] = []

    def fetch() -> pa.Table:
        threads.append(threading.current_thread().name)
        return ROWS

    pool = Pool("exports", 1)
    try:
        export = Export(lambda: fetch, "load", threads=all_kinds(pool))
        export._handle_msg({"form": "csv"})
        pool.submit(lambda: None).result()  # the file stands in line before this
    finally:
        pool.close()
    assert threads == ["flux-exports-0"]


class Sending(Export):
    """Notes in which thread what was sent."""

    def _send_msg(self, data: Any) -> None:
        sent.append((threading.current_thread(), data["name"]))


sent: list[tuple[threading.Thread, str]] = []


def test_a_file_goes_back_on_the_sessions_own_loop() -> None:
    pool, document = Pool("exports", 1), Document()
    sent.clear()
    try:
        with set_curdoc(document):
            Sending(lambda: ROWS, "load", threads=all_kinds(pool))._handle_msg({"form": "csv"})
        pool.submit(lambda: None).result()
    finally:
        pool.close()
    assert sent == []
    (callback,) = document.session_callbacks
    callback.callback()
    assert sent == [(threading.current_thread(), "load.csv")]


def test_a_source_that_is_away_is_said_where_the_file_was_wanted() -> None:
    def away() -> pa.Table:
        raise SourceUnavailable("PostgreSQL cannot be reached")

    export = Export(lambda: away, "load")
    assert export.file("csv") == {"error": "PostgreSQL cannot be reached"}


def test_export_says_why_there_is_no_file() -> None:
    assert Export(lambda: None, "load").file("csv") == {"error": "Nothing to save yet"}
    large = pa.table({"a": pa.nulls(MAX_ROWS + 1)})
    assert "choose fewer days" in Export(lambda: large, "load").file("parquet")["error"]


@pytest.mark.parametrize(("name", "written"), [("../../etc/passwd", "etc_passwd"), ("Ärger", "rger"), ("", "flux")])
def test_file_names_are_harmless(name: str, written: str) -> None:
    assert file_name(name) == written


def test_show_the_sql_names_statement_values_source_and_rows() -> None:
    asked = Query.of("ami_meter_identity", utility_id=1, meter_id=17)
    period = {"from_at": dt.datetime(2026, 3, 7, 6), "to_at": dt.datetime(2026, 3, 8, 6)}
    note = SqlNote(
        lambda: [asked, Answered(Query.of("ami_meter_readings", meter_id=17, **period), rows=1)],
        lambda: Health("DuckDB (embedded)", True, dt.datetime(2026, 3, 9, tzinfo=dt.UTC)),
        is_simulated=lambda: True,
        rows=lambda: 96,
    )
    assert "<dialog" not in note.html
    note._take({"action": "sql", "value": None})
    for told in ("ami_meter_identity.sql", "FROM meters AS m", "2026-03-07 06:00:00 UTC", "DuckDB (embedded)", "Simulated",
                 "2 statements, 96 rows shown", "1 row<"):  # fmt: skip
        assert told in note.html
    note._take({"action": "close", "value": None})
    assert "<dialog" not in note.html


def test_a_text_that_a_cell_may_cut_short_is_told_whole_by_the_pointer() -> None:
    """Case L: a long name pushes columns out."""
    name = "Stadtwerke <Nord> Umspannwerk 110/20 kV, Abgang 7"
    table = a_table(pa.table({"row_id": [1, 2], "name": [name, "short"], "energy_kwh": [1.0, 2.0]}))
    assert table.html.count(' title="Stadtwerke &lt;Nord&gt; Umspannwerk 110/20 kV, Abgang 7"') == 1
    assert 'title="short"' not in table.html


def test_rows_are_chosen_together_one_by_one_and_all_that_pass_the_filter() -> None:
    table = a_table(can_tick=True)
    assert table.html.count('type="checkbox"') == 5
    table._take({"action": "tick", "value": "2"})
    assert table.ticked == {"2"}
    assert 'data-action="tick" data-value="2" aria-label="Choose 2" checked' in table.html
    table._take({"action": "tick", "value": "2"})
    assert table.ticked == frozenset()
    table.needle = "a"
    table._take({"action": "tick_all", "value": ""})
    assert table.ticked == {"2"}
    table._take({"action": "tick_all", "value": ""})
    assert table.ticked == frozenset()


def test_a_table_without_boxes_has_none() -> None:
    assert "checkbox" not in a_table().html
