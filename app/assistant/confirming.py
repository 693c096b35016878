"""A proposal that a person confirms becomes a command: checked, run with the version that was seen, audited as theirs.

The same key never does a thing twice, so that a second click, a page that asks again after a cut connection, or the
same conversation open in another window gets the same receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.assistant.results import Proposal
from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands
from data_sources.errors import InvalidCommand, KeyReused

DONE_ALREADY: Final = (
    "This form was confirmed before, in another window, with other values: nothing more was done. Ask anew for another."
)


def key_of(turn_id: int, place: int) -> str:
    """The key of a kept form: one however often, in whichever window it is confirmed.

    Args:
        turn_id: number of the turn that it stands in.
        place: of its result in the answer.
    """
    return f"assistant-turn-{turn_id}-form-{place}"


def command_of(proposal: Proposal, changed: Mapping[str, Any] | None = None) -> Command:
    """The command of a proposal, with what a person filled in or changed.

    Args:
        proposal: as the tool made it.
        changed: values by field, as a form sends them; an empty text or None leaves a field that may be left out.

    Raises:
        InvalidCommand: a value is missing, unknown or wrong, or another thing would be changed than was proposed.
    """
    kind = command_named(proposal.command)
    given = dict(proposal.values) | dict(changed or {})
    optional = {name for name, field in kind.model_fields.items() if not field.is_required()}
    values = {name: value for name, value in given.items() if name not in optional or value not in (None, "")}
    command = kind.of(**values)
    if proposal.version is not None and command.target != kind.of(**values | _own_target(kind, proposal)).target:
        raise InvalidCommand("That is another thing than was proposed: ask for it anew.")
    return command


def confirm(
    commands: Commands, proposal: Proposal, *, by: Principal, key: str, changed: Mapping[str, Any] | None = None
) -> Receipt:
    """Run a proposal.

    Args:
        commands: of the live database.
        proposal: as the tool made it.
        by: who confirms it.
        key: of this form (`key_of`); the same one again answers the same receipt.
        changed: what the person filled in or changed.

    Raises:
        InvalidCommand: see `command_of`.
        Forbidden: their role may not.
        Conflict: the thing was changed since the form was made; says by whom and what.
        CommandRefused: it cannot be done as things are, or it was confirmed before with other values.
        SourceUnavailable: the database cannot be reached; whether it was done is unknown: ask again with the key.
    """
    try:
        return commands.run(command_of(proposal, changed), by=by, expected_version=proposal.version, key=key)
    except KeyReused:
        raise KeyReused(DONE_ALREADY) from None


def command_named(name: str) -> type[Command]:
    """The class of a command.

    Raises:
        InvalidCommand: no module that is loaded has one of that name.
    """
    for kind in _below(Command):
        if kind.__dict__.get("name") == name:
            return kind
    raise InvalidCommand(f"There is no command {name!r}.")


def _own_target(kind: type[Command], proposal: Proposal) -> dict[str, Any]:
    """Of the proposed values those that name the target: whole numbers called `…_id`."""
    return {
        name: value for name, value in proposal.values
        if name.endswith("_id") and isinstance(value, int) and name in kind.model_fields
    }  # fmt: skip


def _below(kind: type[Command]) -> Iterator[type[Command]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
