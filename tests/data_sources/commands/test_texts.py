"""Texts that commands need say something: blanks are refused, by every command there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.api.life.changes import CHANGES
from data_sources.commands.command import Command
from data_sources.errors import InvalidCommand
from data_sources.field.alarms.changes import ShelveAlarm
from data_sources.field.crews import EditCrew
from data_sources.field.orders.create import CreateWorkOrder

BLANKS = (" ", "\t\n ", "\u00a0", "\u200b", "\u3000")


def _commands(above: type[Command] = Command) -> Iterator[type[Command]]:
    for one in above.__subclasses__():
        yield one
        yield from _commands(one)


def _texts() -> list[Any]:
    """Each value of a command that is a text of its own words: with a least length, and no choice or time."""
    found = []
    for command in set(_commands()):
        if not hasattr(command, "name"):
            continue
        for name, one in command.model_json_schema()["properties"].items():
            kinds = [one, *one.get("anyOf", ())]
            if any(kind.get("minLength") and kind.get("type") == "string" for kind in kinds):
                found.append(pytest.param(command, name, id=f"{command.name}.{name}"))
    return sorted(found, key=lambda param: str(param.id))


def test_there_are_commands_to_look_at() -> None:
    assert CHANGES
    assert len(_texts()) > 30


@pytest.mark.parametrize(("command", "name"), _texts())
def test_no_command_takes_a_blank_for_a_text(command: type[Command], name: str) -> None:
    field = command.model_fields[name]
    text: TypeAdapter[Any] = TypeAdapter(Annotated[field.annotation, name, *field.metadata])
    for blank in BLANKS:
        with pytest.raises(ValidationError, match="blanks say nothing"):
            text.validate_python(blank)


def test_an_empty_vehicle_takes_it_away_and_blanks_are_none() -> None:
    assert EditCrew.of(crew_id=1, vehicle="").vehicle == ""
    with pytest.raises(InvalidCommand, match="blanks say nothing"):
        EditCrew.of(crew_id=1, vehicle="   ")


def test_it_is_told_in_words_and_what_has_blanks_around_it_stays_as_it_is() -> None:
    with pytest.raises(InvalidCommand, match="Give a text: blanks say nothing"):
        ShelveAlarm.of(alarm_id=1, until="2026-11-29T12:00:00Z", reason=" ")
    with pytest.raises(InvalidCommand, match="Give a text: blanks say nothing"):
        CreateWorkOrder.of(utility_id=1, work_type="repair", asset_kind="transformer", asset_id=1, title="   ")
    assert CreateWorkOrder.of(
        utility_id=1, work_type="repair", asset_kind="transformer", asset_id=1, title=" Pole 7 "
    ).title == " Pole 7 "  # fmt: skip
