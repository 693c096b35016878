"""What the public may be told of a storm: a draft of computed sentences, figures rounded; no asset is named."""

from __future__ import annotations

import datetime as dt
from typing import Final

from data_sources.analytics.clock import local_time
from data_sources.outages.crews import round_up
from data_sources.studies.storm.picture import StormMilestone, StormPicture

FEW: Final = 50  # fewer customers are not told apart
SAFE: Final = (
    "Stay away from wires that are down, and report them. Anybody who depends on medical equipment at home should have "
    "another place to go to."
)

EVERYBODY: Final = "everybody known to be without it"
UNSURE: Final = "These times are for outages that are confirmed; we are looking into others, which may take longer."


def public_text(picture: StormPicture, utility_name: str, time_zone: str) -> str:
    """The draft, one paragraph a matter.

    Args:
        picture: of a storm, or of the outages that are open.
        utility_name: who tells it.
        time_zone: IANA name of the zone that times are told in.
    """
    parts = [_now(picture, utility_name, time_zone), _crews(picture), _ahead(picture, time_zone), SAFE]
    return "\n\n".join(part for part in parts if part)


def rounded(customers: int) -> str:
    """Customers as the public is told them: two figures, and no small number."""
    if customers < FEW:
        return f"fewer than {FEW}"
    step = 10 ** max(len(str(customers)) - 2, 1)
    return f"about {round(customers / step) * step:,}"


def hour_words(at: dt.datetime, time_zone: str) -> str:
    """The next full hour on the clock, with the day: `18:00 CDT on Saturday 28 November`."""
    local = local_time(round_up(at, 60), time_zone)
    return f"{local:%H:%M} {local.tzname()} on {local:%A} {local.day} {local:%B}"


def _now(picture: StormPicture, utility_name: str, time_zone: str) -> str:
    local, storm, record = local_time(picture.at, time_zone), picture.storm, picture.record
    because = f" because of storm {storm['storm_name']}" if storm else ""
    head = f"At {local:%H:%M} {local.tzname()} on {local:%A} {local.day} {local:%B}"
    if not record.out_now:
        return f"{head} no customers of {utility_name} are known to be without electricity{because}."
    first = f"{head} {rounded(record.out_now)} customers of {utility_name} are without electricity{because}."
    if record.restored < FEW:
        return first
    since = "Since it began" if storm else "In the last twelve hours"
    return (
        f"{first} {since} {rounded(record.interrupted)} lost it for longer than five minutes; "
        f"{rounded(record.restored)} of them have it again "
        f"({record.restored_pct:.0f} %)."
    )


def _crews(picture: StormPicture) -> str:
    places = len(picture.priorities) - picture.predicted  # what nobody has confirmed is not known
    if not places:
        return ""
    crews = "1 crew is" if picture.working == 1 else f"{picture.working or 'No'} crews are"
    where = "1 place is" if places == 1 else f"{places:,} places are"
    return f"{crews} at work or on the way; {where} known where something has to be repaired."


def _ahead(picture: StormPicture, time_zone: str) -> str:
    told = [one for one in picture.milestones if one.share in (0.5, 0.9, 1.0) and one.p90_at is not None]
    if not told:
        return ""
    expected = f"We expect supply to be back for {_listed(told, time_zone)}."
    return f"{expected} {UNSURE}" if picture.predicted else expected


def _listed(told: list[StormMilestone], time_zone: str) -> str:
    """Each with its hour; of several with the same hour only the largest share."""
    by_hour: dict[str, StormMilestone] = {}
    for one in told:
        assert one.p90_at is not None
        by_hour[hour_words(one.p90_at, time_zone)] = one
    parts = [
        f"{EVERYBODY if one.share == 1.0 else f'{100 * one.share:.0f} % of those affected'} by {hour}"
        for hour, one in by_hour.items()
    ]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
