"""When supply should be back, by rule: what the commands write where nobody gives them an estimate.

Of an unplanned outage without a crew: the time until one can be sent, and its work; with a crew: its drive and its
work; with a crew on site: its work. A person's estimate stands, whatever happens. In a storm no rule tells a time of a
single outage (data_sources/outages/estimates.py).
"""

from __future__ import annotations

import datetime as dt

from data_sources.commands.work import CommandWork, Row
from data_sources.outages.crews import DispatchRules, estimate
from data_sources.outages.estimates import refuse_far, storm_columns
from data_sources.outages.life.base import network_of
from data_sources.outages.states import Crew, Outage
from data_sources.outages.store import fetch_outage
from data_sources.query import Query


def by_rule(
    work: CommandWork, given: dt.datetime | None, crew: Row | None = None, *, is_on_site: bool = False,
    started_at: dt.datetime | None = None,
) -> dict[str, object]:  # fmt: skip
    """The columns of an estimate by rule for the outage that a command is about; none where a person has estimated.

    Args:
        work: its row is the outage's.
        given: what a service's own rule says; worked out where it says nothing.
        crew: locked row of the crew that is sent.
        is_on_site: it has arrived.
        started_at: when supply was lost, where the command says it anew.
    """
    refuse_far(work, given)
    row = work.row if started_at is None else {**work.row, "started_at": started_at}
    in_storm = storm_columns(work.connection, row)
    if in_storm is not None:
        return in_storm
    if row["estimated_by"] == "manual" or row["kind"] == "planned":
        return {}
    if given is None:
        outage = fetch_outage(work.source, network_of(work), row["outage_id"])
        given = worked_out(work, outage, crew, is_on_site=is_on_site)
    return {"estimated_restoration_at": given}


def worked_out(work: CommandWork, outage: Outage, crew: Row | None = None, *, is_on_site: bool = False) -> dt.datetime:
    """The estimate itself, rounded up as utilities tell it."""
    found = None if crew is None else _crew(crew)
    return estimate(network_of(work), outage, work.now, _rules(work), found, is_on_site=is_on_site)


def _rules(work: CommandWork) -> DispatchRules:
    (row,) = work.source.fetch(Query.of("dispatch_rules", utility_id=work.utility_id)).to_pylist()
    return DispatchRules(row["crew_kmh"], row["repair_minutes"], 60.0 * row["call_out_minutes"])


def _crew(row: Row) -> Crew:
    return Crew(row["crew_id"], row["crew_name"], row["kind"], row["status"], row["lon"], row["lat"])
