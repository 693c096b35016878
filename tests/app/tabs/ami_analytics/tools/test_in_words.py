"""Questions to the history in operators' words, by the built-in planner over the whole catalogue."""

from __future__ import annotations

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.context import Asker
from app.assistant.events import Declined, Shown, Stated
from app.assistant.refusals import RefusalReason
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.commands.principal import Principal
from data_sources.source import Sources
from tests.app.assistant.asking import ZONE
from tests.app.tabs.ami_analytics.tools.conftest import Demo


@pytest.fixture(scope="module")
def assistant(asked: Demo) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=asked.live, history=asked.history))


def told(assistant: Assistant, asked: Demo, words: str) -> tuple[str, str, str]:
    """Title of the main result, the text, and the reason where there is none."""
    title, text, reason = "", "", ""
    for event in assistant.ask(words, Asker(Principal("maria", "operator"), 1, ZONE), now=asked.known.now):
        if isinstance(event, Shown):
            title = title or event.result.title
        elif isinstance(event, Stated):
            text += event.text
        elif isinstance(event, Declined):
            reason = event.reason
    return title, text, reason


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("what did feeder 3 peak at yesterday", "Load of feeder F0003, at the feeder heads (SCADA)"),
        ("load of F0002 yesterday", "Load of feeder F0002, at the feeder heads (SCADA)"),
        ("load curve for SUB-001 yesterday", "Load of substation SUB-001, at the feeder heads (SCADA)"),
        ("how many MWh did customers use yesterday according to the meters",
         "Load of the whole utility, by the customers' meters"),
        ("load duration curve of feeder 3 yesterday", "Load duration of feeder F0003, at the feeder heads (SCADA)"),
        ("which substation delivered the most energy yesterday", "Substations by energy"),
        ("least lossy feeder yesterday", "Feeders by losses"),
        ("kWh lost system wide yesterday", "Losses of the whole utility"),
        ("read rate yesterday", "Reads of the meters of the whole utility"),
        ("which meters had low voltage yesterday", "Meters that went below range A"),
        ("how many meters were above 126 V yesterday", "Meters with highest voltage above 126 V"),
        ("how many meters were below 114 V yesterday", "Meters with lowest voltage below 114 V"),
        ("meters that used no energy yesterday", "Meters that used no energy"),
        ("consumption of MTR-0000777 yesterday", "Readings of meter MTR-0000777"),
        ("how many hours was TX-0003-140 overloaded yesterday", "Readings on transformer TX-0003-140"),
        ("transformers above 120% yesterday on feeder 4", "Transformers by peak loading above 120 %"),
        ("compare peak load of feeder 1 and feeder 2 yesterday",
         "Feeder F0001 and Feeder F0002, at the feeder heads (SCADA)"),
        ("energy yesterday compared to the day before",
         "Load of the whole utility, at the feeder heads (SCADA)"),
        ("what will the peak be tomorrow", "Forecast of the load of the whole utility"),
        ("what will the peak be next week", "Forecast of the load of the whole utility"),
        ("forecast of feeder 3 for the next 24 hours", "Forecast of the load of feeder F0003"),
        ("load forecast for the next 7 days", "Forecast of the load of the whole utility"),
        ("stuck meters on feeder 5", "Stuck meters: suspects on feeder F0005"),
        ("coldest temperature last month", "Weather of the period"),
        ("temperature yesterday", "Weather of the period"),
        ("weather last week", "Weather of the period"),
        ("temperature curve yesterday", "Temperature by hour"),
        ("what is the temperature", "Weather now"),
        ("load forecast for the next 3 days", "Forecast of the load of the whole utility"),
        ("temperature tomorrow", "Forecast of the temperature"),
        ("weather forecast for tomorrow", "Forecast of the temperature"),
        ("how hot will it be tomorrow", "Forecast of the temperature"),
        ("lowest temperature tomorrow", "Forecast of the temperature"),
        ("energy this month", "Load of the whole utility, at the feeder heads (SCADA)"),
        ("how much energy did we send out yesterday", "Load of the whole utility, at the feeder heads (SCADA)"),
        ("system peak last week", "Load of the whole utility, at the feeder heads (SCADA)"),
        ("system peak ever", "Load of the whole utility, at the feeder heads (SCADA), ever"),
        ("how many meters exceeded 125 volts yesterday", "Meters with highest voltage above 125 V"),
        ("how many customers had less than 118 V yesterday", "Meters with lowest voltage below 118 V"),
    ],
)  # fmt: skip
def test_a_question_finds_its_tool(assistant: Assistant, asked: Demo, words: str, title: str) -> None:
    assert told(assistant, asked, words)[0] == title


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("feeder 3 load on March 1 2009", RefusalReason.NOT_IN_DATA),
        ("how much rain fell last week", RefusalReason.NOT_UNDERSTOOD),
        ("what will the load be on Christmas in five years", RefusalReason.NOT_KNOWN_YET),
        ("what was saidi in 1995", RefusalReason.NOT_IN_DATA),
        ("how windy will it be tomorrow", RefusalReason.NOT_KNOWN_YET),
        ("wind gust forecast for tomorrow", RefusalReason.NOT_KNOWN_YET),
    ],
)
def test_what_nobody_measured_or_forecasts_is_refused(
    assistant: Assistant, asked: Demo, words: str, reason: RefusalReason
) -> None:
    assert told(assistant, asked, words)[2] == reason


def test_a_course_is_told_by_its_ends(assistant: Assistant, asked: Demo) -> None:
    """It was told by its first row: the load at midnight as the load of the day."""
    text = told(assistant, asked, "load curve of F0002 yesterday")[1]
    (right,) = asked.rows("heads", place="F0002", period="yesterday")
    assert f"highest {right['peak_kw']:,.0f} kW" in text
    assert f"lowest {right['least_kw']:,.0f} kW" in text


def test_a_sum_of_part_of_a_period_is_told_as_that(assistant: Assistant, asked: Demo) -> None:
    """Four days of the year were read: what they come to is not the year's."""
    energy = sum(asked.rows("heads", place="", period=f"{back}_days_ago")[0]["kwh"] for back in range(2, 5))
    energy += asked.rows("heads", place="", period="yesterday")[0]["kwh"]
    text = told(assistant, asked, "energy over the last 12 months")[1]
    assert f"nergy delivered in the 4 days with readings: {energy / 1000:,.2f} MWh" in text
    assert "readings cover 4 of" in text
    assert f"{asked.day(4)} to {asked.day(1)}" in text


def test_the_temperature_of_a_day_is_its_mean_and_its_ends(assistant: Assistant, asked: Demo) -> None:
    (right,) = asked.rows("weather_of_period", period="yesterday")
    text = told(assistant, asked, "temperature yesterday")[1]
    for word, key in (("mean", "mean_c"), ("highest", "max_c"), ("lowest", "min_c")):
        assert f"{word} temperature {right[key]:.1f} °C" in text[:1].lower() + text[1:]


def test_customers_without_supply_are_not_counted_by_their_energy(assistant: Assistant, asked: Demo) -> None:
    for words in ("how many customers were out yesterday", "customers out yesterday", "customers out last week"):
        assert "energy" not in told(assistant, asked, words)[0].lower()
