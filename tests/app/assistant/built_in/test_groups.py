"""A quantity by feeder, class, status, hour: every row as SQL of the test's own has it; what is not told so is refused."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.built_in.spoken_groups import divisor_in, groups_in
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.events import AskedBack, Declined, Event, Shown, Stated
from app.assistant.refusals import RefusalReason
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import turn

KNOWN = Vocabulary(catalogue_of(BUILT_IN)).group_words


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("losses by feeder", [("feeder",)]),
        ("peak of each substation last week", [("substation",)]),
        ("energy per circuit", [("feeder",)]),
        ("alarms for every crew", [("crew",)]),
        ("breakdown of poles by material", [("material",)]),
        ("orders broken down by status and type", [("status",), ("type",)]),
        ("outages by hour of the day", [("hour", "of", "the", "day")]),
        ("saidi month by month", [("month",)]),
        ("compare saidi of all feeders", [("feeder",)]),
        ("losses across substations", [("substation",)]),
        ("outages by feeder, cause", [("feeder",), ("cause",)]),
        # What only looks like it.
        ("feeders by customers", []),
        ("substations by feeders", []),
        ("top 5 transformers by size", []),
        ("substations by asset risk", []),
        ("risk in dollars per year", []),
        ("total load of all feeders", []),
        ("customers served by feeder 1", []),
    ],
)
def test_what_a_question_groups_by(text: str, by: list[tuple[str, ...]]) -> None:
    found = groups_in(text, KNOWN, ())
    assert [one.words for one in found.by] == by


@pytest.mark.parametrize(
    ("text", "divisor"),
    [
        ("energy per customer", "per customer"), ("customers per km of line", "per km"), ("customers per feeder", ""),
        ("outages per day", ""), ("kwh per meter", "per meter"), ("load a day ago", ""),
    ],
)  # fmt: skip
def test_what_a_question_divides_by(text: str, divisor: str) -> None:
    assert divisor_in(text, groups_in(text, KNOWN, ())) == divisor


_PLACE = "flux.feeders AS f JOIN flux.substations AS s USING (substation_id)"
BY = {
    "poles by material": "SELECT lower(material), count(*) FROM flux.poles WHERE utility_id = 1 GROUP BY 1",
    "breakdown of the poles by material": "SELECT lower(material), count(*) FROM flux.poles WHERE utility_id = 1 GROUP BY 1",
    "poles per feeder": f"SELECT feeder_name, count(*) FROM flux.poles JOIN ({_PLACE}) USING (feeder_id) WHERE f.utility_id = 1 GROUP BY 1",
    "poles of every substation": f"SELECT substation_name, count(*) FROM flux.poles JOIN ({_PLACE}) USING (feeder_id) WHERE f.utility_id = 1 GROUP BY 1",
    "transformers by size": "SELECT rated_kva::float8, count(*) FROM flux.transformers WHERE utility_id = 1 GROUP BY 1",
    "devices by kind": "SELECT kind, count(*) FROM flux.devices WHERE utility_id = 1 GROUP BY 1",
    "customers by class": "SELECT customer_class, count(*) FROM flux.meters WHERE is_active AND utility_id = 1 GROUP BY 1",
    "solar by substation": f"SELECT substation_name, count(*) FROM flux.meters JOIN ({_PLACE}) USING (feeder_id) WHERE has_solar AND f.utility_id = 1 GROUP BY 1",
    "line length by substation": f"SELECT substation_name, sum(length_m)::float8 / 1000 FROM flux.segments JOIN ({_PLACE}) USING (feeder_id) WHERE f.utility_id = 1 GROUP BY 1",
    "life support customers by feeder": "SELECT feeder_name, count(*) FROM flux.customers AS c JOIN flux.meters AS m USING (meter_id) JOIN flux.feeders USING (feeder_id)"
    " WHERE critical_kind = 'life_support' AND c.is_active AND c.utility_id = 1 GROUP BY 1",
    "open orders by status": "SELECT status, count(*) FROM flux.work_orders WHERE utility_id = 1 AND status NOT IN ('completed', 'cancelled') GROUP BY 1",
    "open orders by type": "SELECT work_type, count(*) FROM flux.work_orders WHERE utility_id = 1 AND status NOT IN ('completed', 'cancelled') GROUP BY 1",
    "open orders per crew": "SELECT coalesce(crew_name, 'no crew'), count(*) FROM flux.work_orders AS w LEFT JOIN flux.crews AS c USING (crew_id)"
    " WHERE w.utility_id = 1 AND w.status NOT IN ('completed', 'cancelled') GROUP BY 1",
    "completed orders by month last year": "SELECT to_char(completed_at AT TIME ZONE 'America/Chicago', 'Mon YYYY'), count(*) FROM flux.work_orders"
    " WHERE utility_id = 1 AND extract(year FROM completed_at AT TIME ZONE 'America/Chicago') ="
    " extract(year FROM now() AT TIME ZONE 'America/Chicago') - 1 GROUP BY 1",
    "crews by skill": "SELECT skill, count(*) FROM flux.crews, unnest(skills) AS skill WHERE utility_id = 1 GROUP BY 1",
    "crews by status": "SELECT status, count(*) FROM flux.crews WHERE utility_id = 1 GROUP BY 1",
    "feeders per substation": f"SELECT substation_name, count(*) FROM {_PLACE} WHERE f.utility_id = 1 GROUP BY 1",
}  # fmt: skip


@pytest.mark.parametrize("words", list(BY))
def test_each_group_has_its_number(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    shown = _shown(list(assistant.ask(words, turn(demo).asker)))
    name = next(one for one in ("group", "name") if one in shown.result.table.column_names)
    value = next(one.key for one in shown.result.columns if one.kind in ("count", "number"))
    told = {
        _plain(row[name]): row[value] for row in shown.result.table.to_pylist() if row[value]
    }  # what has none may be told as 0
    statement = BY[words]
    with demo.connection() as connection:
        known = {_plain(name): count for name, count in connection.execute(statement.encode()).fetchall()}
    assert told == pytest.approx(known)
    assert told


def _plain(name: Any) -> str:
    return f"{name:g} kVA" if isinstance(name, float) else str(name)


def test_two_groups_are_told_together(assistant: Assistant, demo: PostgresSource) -> None:
    table = _shown(list(assistant.ask("open orders by status and type", turn(demo).asker))).result.table
    with demo.connection() as connection:
        known = connection.execute(
            b"SELECT status, work_type, count(*) FROM flux.work_orders"
            b" WHERE utility_id = 1 AND status NOT IN ('completed', 'cancelled') GROUP BY 1, 2"
        ).fetchall()
    assert {(row["group"], row["also"], row["orders"]) for row in table.to_pylist()} == set(known)


def test_a_group_is_of_the_place_that_is_named(assistant: Assistant, demo: PostgresSource) -> None:
    shown = _shown(list(assistant.ask("customers by class on feeder 3", turn(demo).asker)))
    with demo.connection() as connection:
        ((known,),) = connection.execute(
            b"SELECT count(*) FROM flux.meters JOIN flux.feeders USING (feeder_id)"
            b" WHERE is_active AND feeder_name = 'F0003'"
        ).fetchall()
    assert sum(shown.result.table["customers"].to_pylist()) == known


@pytest.mark.parametrize("index", ["saidi", "saifi", "asai", "caidi"])
def test_an_index_by_substation_is_that_of_each(assistant: Assistant, demo: PostgresSource, index: str) -> None:
    table = _shown(list(assistant.ask(f"{index} by substation last year", turn(demo).asker))).result.table
    assert table.num_rows == 3
    for row in table.to_pylist():
        (key,) = (one for one in row if one != "name")
        alone = _shown(list(assistant.ask(f"{index} of {row['name']} last year", turn(demo).asker))).result.table
        assert alone[key][0].as_py() == pytest.approx(row[key])


def test_outages_by_month_come_to_all_of_them(assistant: Assistant, demo: PostgresSource) -> None:
    for words in ("month", "weekday", "hour of day", "substation", "cause", "kind"):
        table = _shown(list(assistant.ask(f"outages by {words} last year", turn(demo).asker))).result.table
        how_many = _shown(list(assistant.ask("how many outages last year", turn(demo).asker))).result.table
        assert sum(table["outages"].to_pylist()) == how_many["how_many"][0].as_py()


def test_steps_of_time_without_any_are_told_as_none(assistant: Assistant, demo: PostgresSource) -> None:
    table = _shown(list(assistant.ask("outages by hour of day last year", turn(demo).asker))).result.table
    assert table["group"].to_pylist() == [f"{hour:02d}:00" for hour in range(24)]


def test_how_many_of_a_limit_are_counted_for_each_place(assistant: Assistant, demo: PostgresSource) -> None:
    table = _shown(list(assistant.ask("transformers above 60 % per substation", turn(demo).asker))).result.table
    for row in table.to_pylist():
        words = f"how many transformers above 60 % on {row['name']}"
        one = _shown(list(assistant.ask(words, turn(demo).asker))).result.table
        assert one["how_many"][0].as_py() == row["how_many"]


@pytest.mark.parametrize(
    ("words", "first"),
    [("risk by feeder", "most"), ("health by substation", "least"), ("headroom by feeder", "least")],
)
def test_the_worst_end_stands_first(assistant: Assistant, demo: PostgresSource, words: str, first: str) -> None:
    shown = _shown(list(assistant.ask(words, turn(demo).asker)))
    key = next(one.key for one in shown.result.columns if one.kind == "number")
    values = shown.result.table[key].to_pylist()
    assert values == sorted(values, reverse=first == "most")


@pytest.mark.parametrize(
    "words",
    [
        "which crew has the most open orders",
        "which feeder has the most poles",
        "which feeder has the most transformers",
        "which substation has the most poles",
        "which feeder has the most outages",
        "which feeder has the most alarms",
        "which feeder has the most fuses",
        "which month had the most outages last year",
    ],
)
def test_what_a_ranking_asks_for_is_a_group(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    shown = _shown(list(assistant.ask(words, turn(demo).asker)))
    key = next(one.key for one in shown.result.columns if one.kind == "count")
    values = shown.result.table[key].to_pylist()
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("which feeder has the most poles", "poles on"), ("which substation has the most poles", "poles on"),
        ("which feeder has the most transformers", "transformers on"), ("which feeder has the most fuses", "fuses on"),
        ("which feeder has the most outages", "active outages on"), ("which feeder has the most alarms", "open alarms on"),
    ],
)  # fmt: skip
def test_which_has_the_most_is_of_how_many_each_has(
    assistant: Assistant, demo: PostgresSource, words: str, counted: str
) -> None:
    table = _shown(list(assistant.ask(words, turn(demo).asker))).result.table
    key = next(one for one in table.column_names if one not in ("name", "group", "share_pct"))
    for row in table.to_pylist():
        place = row.get("name") or row["group"]
        alone = _shown(list(assistant.ask(f"how many {counted} {place}", turn(demo).asker))).result.table
        asked = next(one for one in (key, "how_many") if one in alone.column_names)
        assert alone[asked][0].as_py() == row[key], place


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("losses by crew", "feeder"), ("open orders by conductor", "crew"), ("crews by cause", "skill"),
        ("poles by weekday", "material"), ("saidi by skill this year", "month"),
    ],
)  # fmt: skip
def test_a_grouping_that_there_is_not_is_refused_with_those_that_there_are(
    assistant: Assistant, demo: PostgresSource, words: str, told: str
) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    (declined,) = (one for one in events if isinstance(one, Declined))
    assert declined.reason == RefusalReason.NOT_UNDERSTOOD
    assert told in declined.sentence
    assert not any(isinstance(one, Stated | Shown) for one in events)


@pytest.mark.parametrize("words", ["customers per crew member", "saidi per pole"])
def test_a_quotient_is_refused_where_no_tool_has_it(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    assert any(isinstance(one, Declined | AskedBack) for one in events)
    assert not any(isinstance(one, Shown) for one in events)


def test_a_quotient_that_a_tool_has_is_told(assistant: Assistant, demo: PostgresSource) -> None:
    shown = _shown(list(assistant.ask("interruptions per customer last year", turn(demo).asker)))
    assert shown.tool == "reliability_indices"


def _shown(events: list[Event]) -> Shown:
    declined = [one.sentence for one in events if isinstance(one, Declined | AskedBack)]
    assert not declined
    return next(one for one in events if isinstance(one, Shown))


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("steel poles by height", "SELECT height_m::float8, count(*) FROM flux.poles WHERE utility_id = 1 AND material = 'steel' GROUP BY 1"),
        ("pad mounted transformers by size", "SELECT rated_kva::float8, count(*) FROM flux.transformers WHERE utility_id = 1 AND is_underground GROUP BY 1"),
        ("underground lines by conductor", "SELECT conductor, sum(length_m)::float8 / 1000 FROM flux.segments WHERE utility_id = 1 AND is_underground GROUP BY 1"),
        ("transformers by mounting", "SELECT CASE WHEN is_underground THEN 'ground' ELSE 'pole' END, count(*) FROM flux.transformers WHERE utility_id = 1 GROUP BY 1"),
        ("line length by voltage", "SELECT voltage_kv::float8::text, sum(length_m)::float8 / 1000 FROM flux.segments WHERE utility_id = 1 GROUP BY 1"),
        ("poles by decade of installation", "SELECT (installed_year / 10 * 10)::text || 's', count(*) FROM flux.poles WHERE utility_id = 1 GROUP BY 1"),
    ],
)  # fmt: skip
def test_only_what_is_asked_for_tells_rows_apart(
    assistant: Assistant, demo: PostgresSource, words: str, known: str
) -> None:
    """What is chosen and what is made of another column (a decade, a size in words) is among it."""
    shown = _shown(list(assistant.ask(words, turn(demo).asker)))
    value = next(one.key for one in shown.result.columns if one.kind in ("count", "number"))
    told = {row["group"]: row[value] for row in shown.result.table.to_pylist()}
    unit = {"steel poles by height": "m", "pad mounted transformers by size": "kVA"}.get(words, "")
    with demo.connection() as connection:
        rows = connection.execute(known.encode()).fetchall()
    assert told == pytest.approx({f"{name:g} {unit}" if unit else str(name): count for name, count in rows})
    query = shown.result.asked[0].query
    assert demo.fetch(query).num_rows <= 60  # of 2,000; and not a row for each thing, as at full size it would be
