"""Which outage a trouble call tells of, as outages begin, turn out to be one or two, and end; what is dangerous there.

Whoever changes outages calls these; a call knows its outage, an outage knows nothing of its calls but their hazards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal, get_args

from data_sources.commands.work import CommandWork
from data_sources.postgres.source import execute

Symptom = Literal[
    "no_supply", "part_supply", "flicker", "low_voltage", "high_voltage", "wire_down", "pole_down", "arcing",
    "tree_on_line", "other",
]  # fmt: skip
SYMPTOMS: Final[tuple[Symptom, ...]] = get_args(Symptom)
# What is dangerous where it is seen; the values are those of `life.SetHazards`.
HAZARD_OF: Final[Mapping[str, str]] = {
    "wire_down": "wire_down", "pole_down": "pole_broken", "arcing": "arcing", "tree_on_line": "tree_on_line",
}  # fmt: skip


def put_calls_of_dark(work: CommandWork, outage_ids: Collection[int]) -> None:
    """Put open calls that belong to no outage to the one in which their customers have no supply now.

    Args:
        work: the command at work.
        outage_ids: outages whose interruptions have just been written.
    """
    found = execute(
        work.connection, "calls_of_dark", utility_id=work.utility_id, outage_ids=sorted(outage_ids)
    ).fetchall()  # fmt: skip
    work.call_ids.update(call_id for call_id, _outage_id, _symptom in found)
    for outage_id in sorted({outage_id for _call_id, outage_id, _symptom in found}):
        add_hazards(work, outage_id, [symptom for _call_id, of, symptom in found if of == outage_id])


def add_hazards(work: CommandWork, outage_id: int, symptoms: Iterable[str]) -> None:
    """Let an outage have the hazards that symptoms mean; it has a version more only where one is new."""
    hazards = sorted({HAZARD_OF[symptom] for symptom in symptoms if symptom in HAZARD_OF})
    row = execute(work.connection, "add_hazards", outage_id=outage_id, hazards=hazards).fetchone() if hazards else None
    if row is not None:
        work.versions.saw("outage", {outage_id: {"version": row[0]}})
        work.outage_ids.add(outage_id)


def move_calls(
    work: CommandWork, outage_id: int, into_id: int | None, transformer_ids: Collection[int] | None = None
) -> None:
    """Let the calls of an outage be those of another one.

    Args:
        work: the command at work.
        outage_id: whose they are.
        into_id: whose they become; None: nobody knows any more.
        transformer_ids: only the calls from there; all where None.
    """
    ids = None if transformer_ids is None else sorted(transformer_ids)
    moved = execute(
        work.connection, "move_calls", outage_id=outage_id, into_id=into_id, transformer_ids=ids
    ).fetchall()  # fmt: skip
    work.call_ids.update(call_id for call_id, _symptom in moved)
    if into_id is not None:
        add_hazards(work, into_id, [symptom for _call_id, symptom in moved])


def put_back_calls(work: CommandWork, outage_id: int) -> None:
    """Let the open calls that a cancellation took off an outage be its calls again."""
    found = execute(work.connection, "put_back_calls", outage_id=outage_id).fetchall()
    work.call_ids.update(call_id for call_id, _symptom in found)
    add_hazards(work, outage_id, [symptom for _call_id, symptom in found])


def close_calls(work: CommandWork, outage_id: int) -> None:
    """Close the calls of an outage that is closed, but those whose customers are still to be called back."""
    closed = execute(work.connection, "close_calls_of_outage", outage_id=outage_id, now=work.now).fetchall()
    work.call_ids.update(call_id for (call_id,) in closed)
