"""The steps of a study as the map and the list show them."""

from __future__ import annotations

import pytest

from app.tabs.outage_management.active.isolation_part import sheet_html
from app.tabs.outage_management.active.study_map import (
    NO_STUDY,
    SteppedStudy,
    feeders_picking_up,
    on_map,
    stepped_study,
)
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.network.switching_states import FAULTED, OUT, PICKED_UP
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from layers.colours.palette import palette
from layers.figure.plot import STUDY_STROKES, study_colours
from tests.data_sources.towns import load_town


@pytest.fixture
def stepped(empty_source: PostgresSource) -> SteppedStudy:
    """A fault on segment 3 behind breaker 1: recloser 2 opens, tie 500 closes."""
    load_town(empty_source, 2)
    commands = Commands(empty_source)
    number = commands.run(ReportOutage(utility_id=1, device_id=1), by=Principal("maria", "operator")).target.id
    found = stepped_study(empty_source, 1, number, 3)
    assert isinstance(found, SteppedStudy)
    return found


def test_the_map_follows_the_steps(stepped: SteppedStudy) -> None:
    assert set(on_map(stepped, 0).lines) == {FAULTED, OUT}  # the open tie is no part of the faulted section
    assert 6 in on_map(stepped, 1).lines[OUT]
    assert 6 in on_map(stepped, 2).lines[PICKED_UP]
    assert 3 in on_map(stepped, 2).lines[FAULTED]
    assert on_map(stepped, 99).lines == on_map(stepped, 2).lines
    assert [feeders_picking_up(stepped, step) for step in (0, 1, 2)] == [(), (), ("F0002",)]


def test_the_map_looks_at_all_of_it(stepped: SteppedStudy) -> None:
    """Feeder 1 of the town with its tie: 8 x 0.002 degrees of trunk from -95.4 on, 0.010 degrees of latitude from 29.7."""
    shown = on_map(stepped, 0)
    assert shown.middle == pytest.approx((-95.392, 29.705))
    assert shown.width_m == pytest.approx(1.15 * 111_320 * 0.010 * 3.5)


def test_devices_are_numbered_and_told_by_shape_and_by_when_they_move(stepped: SteppedStudy) -> None:
    rows = on_map(stepped, 1).devices.to_pylist()
    assert [(row["device_id"], row["label"], row["marker"], row["when"]) for row in rows] == [
        (2, "1 open", "square", "in this step"), (500, "2 close", "circle", "later"),
    ]  # fmt: skip
    assert [row["when"] for row in on_map(stepped, 2).devices.to_pylist()] == ["before this step", "in this step"]
    assert NO_STUDY.devices.num_rows == 0


def test_the_list_says_which_step_is_shown_and_leads_to_the_sheet(stepped: SteppedStudy) -> None:
    text = sheet_html(stepped, 2)
    assert text.count('aria-pressed="true"') == 1
    assert 'data-value="2" aria-pressed="true"' in text
    assert "fed over a tie from F0002" in text
    number = stepped.study.outage_id
    assert f"api/outages/{number}/switching-sheet.pdf?segment_id=3&amp;paper=letter" in text


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("vision", ["standard", "colour_blind"])
def test_lines_differ_by_stroke_as_well_as_by_colour(theme: str, vision: str) -> None:
    assert len(set(STUDY_STROKES.values())) == len(STUDY_STROKES)
    colours = study_colours(palette(theme, vision))  # type: ignore[arg-type]
    assert len(set(colours.values())) == len(colours)
