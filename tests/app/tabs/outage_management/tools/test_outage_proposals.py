"""Changes of outages that somebody asks for are forms for the one outage that is meant, or say why there is none."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from app.assistant.confirming import confirm
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Proposal
from app.assistant.tools import Catalogue
from app.tabs.outage_management.tools import OUTAGE_TOOLS
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn

CATALOGUE = Catalogue(OUTAGE_TOOLS)
MARIA = Principal("maria", "operator")


class DarkTown(NamedTuple):
    """A demo with an outage on F0001, two on F0002, and a predicted one on F0003."""

    source: PostgresSource
    outages: list[int]

    def propose(self, tool: str, words: str, **names: str) -> Proposal:
        found = CATALOGUE.get(tool).call(turn(self.source, role="viewer"), {"words": words, **names})
        assert found.proposal
        return found.proposal

    def refused(self, tool: str, words: str, **names: str) -> str:
        with pytest.raises(NoAnswer) as caught:
            CATALOGUE.get(tool).call(turn(self.source), {"words": words, **names})
        assert caught.value.reason is RefusalReason.NEEDS_CONFIRMATION
        return str(caught.value)

    def confirm(self, made: Proposal, **changed: Any) -> str:
        return confirm(Commands(self.source), made, by=MARIA, key=made.title, changed=changed).command

    def state(self, number: int) -> tuple[Any, ...]:
        with self.source.connection() as connection:
            query = b"SELECT state, cause, crew_id, estimated_by FROM flux.outages WHERE outage_id = %s"
            (row,) = connection.execute(query, (number,)).fetchall()
        return row


@pytest.fixture
def town(demo_source: PostgresSource) -> DarkTown:
    with demo_source.connection() as connection:
        query = (
            b"SELECT device_id FROM (SELECT device_id, feeder_id, row_number() OVER (PARTITION BY feeder_id ORDER BY device_id) "
            b"AS place FROM flux.devices WHERE kind = 'fuse') AS d WHERE (feeder_id, place) IN ((1, 1), (2, 1), (2, 2), (3, 1)) "
            b"ORDER BY feeder_id, place"
        )
        fuses = [number for (number,) in connection.execute(query).fetchall()]
    commands = Commands(demo_source)
    made = [
        commands.run(ReportOutage(utility_id=1, device_id=one, is_confirmed=place < 3), by=MARIA).target.id
        for place, one in enumerate(fuses)
    ]
    return DarkTown(demo_source, made)


def test_a_crew_is_sent_to_the_one_outage_of_a_place(town: DarkTown) -> None:
    made = town.propose("propose_crew", "dispatch crew 3 to feeder 1 now", name="Crew-003", place="F0001")
    assert dict(made.values) == {"outage_id": town.outages[0], "crew_id": 3}
    assert made.version is not None
    assert town.state(town.outages[0])[2] is None
    assert town.confirm(made) == "assign_crew"
    assert town.state(town.outages[0])[2] == 3
    released = town.propose("propose_release", "release crew 3", name="Crew-003")
    assert town.confirm(released) == "release_crew"


def test_where_two_could_be_meant_it_says_both(town: DarkTown) -> None:
    said = town.refused("propose_crew", "send crew 3 to feeder 2", name="Crew-003", place="F0002")
    assert all(str(number) in said for number in town.outages[1:3])
    by_number = f"send crew 3 to outage {town.outages[2]}"
    made = town.propose("propose_crew", by_number, name="Crew-003", other=str(town.outages[2]))
    assert dict(made.values)["outage_id"] == town.outages[2]
    assert "no outage" in town.refused("propose_crew", "send crew 3 to feeder 7", name="Crew-003", place="F0007")


def test_an_estimate_a_cause_and_a_note_are_read_out_of_the_words(town: DarkTown) -> None:
    first = town.outages[0]
    made = town.propose("propose_estimate", "set the ETR of feeder 1 to 6 pm", place="F0001")
    assert dict(made.values)["estimated_restoration_at"].endswith(("18:00:00-06:00", "18:00:00-05:00"))
    assert town.confirm(made, reason="crew said so") == "set_estimate"
    assert town.state(first)[3] == "manual"
    cause = town.propose("propose_cause", f"set the cause of outage {first} to animal")
    assert town.confirm(cause) == "set_cause"
    assert town.state(first)[1] == "animal"
    note = town.propose("propose_note", f'add a note to outage {first}: "gate locked"')
    assert town.confirm(note) == "add_note"
    for words in (": tree on line, 3 spans", " saying tree on line, 3 spans", " tree on line, 3 spans."):
        note = town.propose("propose_note", f"put a note on outage {first}{words}")
        assert dict(note.values)["text"] == "tree on line, 3 spans"
    assert dict(town.propose("propose_priority", "make it high priority", place="F0001").values)["priority"] == "high"


def test_two_outages_are_merged_and_a_predicted_one_confirmed_or_cancelled(town: DarkTown) -> None:
    made = town.propose("propose_merge", "merge the two outages on F0002", place="F0002")
    assert {dict(made.values)["outage_id"], dict(made.values)["into_id"]} == set(town.outages[1:3])
    assert town.confirm(made) == "merge_outage"
    assert "1 outages" in town.refused("propose_merge", "merge the two outages on F0001", place="F0001")
    assert town.propose("propose_confirm", "confirm the prediction on F0003", place="F0003").command == "confirm_outage"
    cancel = town.propose("propose_cancel", "cancel it because nobody is out", place="F0003")
    assert town.confirm(cancel) == "cancel_outage"
    assert town.state(town.outages[3])[0] == "cancelled"


def test_two_by_their_numbers_are_merged_as_it_is_said_else_the_smaller_into_the_larger(town: DarkTown) -> None:
    _, first, second = town.outages[:3]
    with town.source.connection() as connection:
        query = b"SELECT outage_id FROM flux.outages WHERE outage_id = ANY(%s) ORDER BY customers_out, outage_id"
        small, large = (number for (number,) in connection.execute(query, ([first, second],)).fetchall())
    for words in (f"merge outage {small} and {large}", f"merge outages {large} and {small}"):
        made = dict(town.propose("propose_merge", words).values)
        assert (made["outage_id"], made["into_id"]) == (small, large)
    made = dict(town.propose("propose_merge", f"merge outage {large} into {small}").values)
    assert (made["outage_id"], made["into_id"]) == (large, small)


def test_only_the_crew_that_is_there_is_released(town: DarkTown) -> None:
    number = town.outages[0]
    town.confirm(town.propose("propose_crew", "send crew 2", name="Crew-002", place="F0001"))
    told = town.refused("propose_release", f"release crew 3 from outage {number}", name="Crew-003")
    assert f"Crew-003 is not at outage {number}: Crew-002 is" in told
    made = town.propose("propose_release", f"release crew 2 from outage {number}", name="Crew-002")
    assert town.confirm(made) == "release_crew"


def test_the_fewest_customers_out_are_none(town: DarkTown) -> None:
    found = CATALOGUE.get("out_by_feeder").call(turn(town.source), {"by": "customers_out", "order": "least", "n": 100})
    out = found.table["customers_out"].to_pylist()
    assert out == sorted(out)
    assert (len(out), out.count(0)) == (8, 6)


def test_an_outage_that_cannot_be_given_the_command_says_so(town: DarkTown) -> None:
    said = town.refused("propose_cancel", f"cancel outage {town.outages[0]}")
    assert "confirmed" in said
    with pytest.raises(NoAnswer) as caught:
        CATALOGUE.get("propose_close").call(turn(town.source), {"words": "close outage 999999"})
    assert caught.value.reason is RefusalReason.NO_SUCH_ASSET


def test_closing_a_device_is_switching_and_has_no_form(town: DarkTown) -> None:
    with town.source.connection() as connection:
        query = b"SELECT d.device_name FROM flux.outages AS o JOIN flux.devices AS d USING (device_id) WHERE o.outage_id = %s"
        ((device,),) = connection.execute(query, (town.outages[0],)).fetchall()
    for words in (f"close {device}", f"close fuse {device}", f"close breaker {device} now"):
        assert "Nothing is switched from here" in town.refused("propose_close", words, name=device)
    words, number = f"close the outage at {device}", town.outages[0]
    assert f"of outage {number} are still out: restore" in town.refused("propose_close", words, name=device)
    town.confirm(town.propose("propose_restore", f"restore outage {number}"))
    assert dict(town.propose("propose_close", words, name=device).values) == {"outage_id": number}
    assert town.confirm(town.propose("propose_close", f"close outage {number}")) == "close_outage"
    other = town.outages[1]
    assert f"Outage {number} is closed" in town.refused("propose_merge", f"merge outage {other} into {number}")
    assert f"Outage {number} is closed" in town.refused("propose_merge", f"merge outage {number} into {other}")
    predicted = town.outages[3]
    assert "a confirmed one is merged" in town.refused("propose_merge", f"merge outage {other} into {predicted}")


def test_the_biggest_outage_is_the_one_with_most_customers_out(town: DarkTown) -> None:
    with town.source.connection() as connection:
        query = b"SELECT outage_id FROM flux.outages WHERE is_active ORDER BY customers_out DESC LIMIT 1"
        ((biggest,),) = connection.execute(query).fetchall()
    made = town.propose("propose_estimate", "set the ETR of the biggest outage to 18:00")
    values = dict(made.values)
    assert values["outage_id"] == biggest
    assert "T18:00" in values["estimated_restoration_at"]


def test_a_number_of_an_order_or_alarm_is_no_outages(town: DarkTown) -> None:
    number = str(town.outages[0])
    for words in (f"set priority of work order {number} to high", f"add a note to alarm {number}"):
        said = town.refused("propose_priority", words, name=number)
        assert "no outage" in said


def test_supply_is_not_back_before_it_went_and_a_number_for_a_crew_is_an_outages(town: DarkTown) -> None:
    number = town.outages[0]
    said = town.refused("propose_restore", f"restore outage {number} at 2020-01-01 12:00")
    assert "cannot have been back" in said
    made = town.propose("propose_crew", f"assign {number} to crew 1", name="Crew-001")
    assert dict(made.values)["outage_id"] == number
    assert "work order 40999999" in town.refused("propose_crew", "assign 40999999 to crew 1", name="Crew-001")


def test_one_form_is_of_one_outage_and_several_are_refused(town: DarkTown) -> None:
    first, second, third, _ = town.outages
    said = town.refused(
        "propose_crew", f"send crew 3 to outages {first} and {third}", name="Crew-003", other=str(first)
    )
    assert str(first) in said
    assert str(third) in said
    assert "2" in said
    note = f"add a note to outage {first}: crews 1 and 2 are at {second}"
    assert dict(town.propose("propose_note", note, name=str(first)).values)["outage_id"] == first


def test_the_state_that_is_said_is_that_of_the_outage(town: DarkTown) -> None:
    made = town.propose("propose_confirm", "confirm all predicted outages")
    assert dict(made.values)["outage_id"] == town.outages[3]
    assert "no planned outage" in town.refused("propose_cancel", "cancel the planned outage on feeder 3", place="F0003")


def test_the_nearest_crew_is_found_and_a_storm_has_its_name(town: DarkTown) -> None:
    made = dict(town.propose("propose_crew", f"send the nearest crew to outage {town.outages[0]}").values)
    with town.source.connection() as connection:
        query = (
            b"SELECT c.crew_id FROM flux.crews AS c, flux.outages AS o WHERE o.outage_id = %s AND c.status <> 'off_shift' "
            b"ORDER BY (c.lon - o.lon) ^ 2 * cos(radians(o.lat)) ^ 2 + (c.lat - o.lat) ^ 2 LIMIT 1"
        )
        ((nearest,),) = connection.execute(query, (town.outages[0],)).fetchall()
    assert made["crew_id"] == nearest
    assert dict(town.propose("propose_storm", "declare storm Alpha").values)["storm_name"] == "Alpha"
    assert "storm_name" not in dict(town.propose("propose_storm", "declare a storm now").values)
    nora = dict(town.propose("propose_storm", "declare a storm called Nora at 1 am").values)
    assert (nora["storm_name"], nora["started_at"][10:16]) == ("Nora", "T01:00")
    assert "not understood" in town.refused("propose_storm", "declare a storm called Nora at 1 am or 2 am")
