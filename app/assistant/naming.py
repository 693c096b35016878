"""Names in arguments, found in the database: an id that does not exist is refused, never shown as if it did."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import NamedAsset, NamedPlace

PLACES = ("substation", "feeder")


def place_of(context: ToolContext, name: str) -> NamedPlace:
    """The substation or feeder of that name; the utility where it is empty.

    Raises:
        NoAnswer: there is none.
        SourceError: the database does not answer.
    """
    if not name:
        return NamedPlace("utility", context.utility_id, "the utility")
    asset = asset_of(context, name, PLACES)
    return NamedPlace(asset.kind, asset.asset_id, asset.name)  # type: ignore[arg-type]  # one of PLACES


def places_of_feeders(context: ToolContext, place: NamedPlace, kind: str) -> dict[str, str]:
    """The feeders of a place by name, and for each the name of the place of a kind that it belongs to.

    Args:
        context: of the turn.
        place: whose feeders.
        kind: "feeder", each its own, or "substation".

    Raises:
        SourceError: the database does not answer.
    """
    rows = context.live("customers_by_feeder", utility_id=context.utility_id).to_pylist()
    is_whole = place.kind == "utility"
    return {
        row["feeder_name"]: row[f"{kind}_name"] for row in rows
        if is_whole or row[f"{place.kind}_id"] == place.place_id
    }  # fmt: skip


def asset_of(context: ToolContext, name: str, kinds: Collection[str] = ()) -> NamedAsset:
    """The one thing of that name.

    Args:
        context: of the turn.
        name: as displayed, the word of its kind before it or not, or `outage 12` for what that is at;
            where several names differ by their letters' case
            alone, the one that is spelt just so.
        kinds: it may be of; empty for any.

    Raises:
        NoAnswer: there is none in this utility, or several that only their kind or spelling tells apart.
        SourceError: the database does not answer.
    """
    if number := re.fullmatch(r"\s*outage\s*(?:no\.?|number|#)?\s*(\d{1,18})\s*", name.lower()):
        return _of_outage(context, int(number[1]), kinds)
    found = _named(context, name.strip(), kinds)
    kind, _, rest = name.strip().partition(" ")
    if not found and kind.lower() in context.kinds and (not kinds or kind.lower() in kinds):
        found = _named(context, rest.strip(), (kind.lower(),))
    if not found:
        wanted = " or ".join(kinds) if kinds else "thing"
        if not name.strip():
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"Say which {wanted}: no name was given.")
        if kinds and (others := _named(context, name.strip(), ())):
            what = f"{name} is a {others[0].kind}"
            raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"{what}, and that is told here of a {wanted} alone.")
        raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"There is no {wanted} called {name} in this utility.")
    if len(found) > 1:
        told = ", ".join(f"{one.kind} {one.name}" for one in found)
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{name} is the name of several: {told}. Say which one.")
    return found[0]


def _of_outage(context: ToolContext, number: int, kinds: Collection[str]) -> NamedAsset:
    """What an outage is at: the device that opened, the transformer or the meter that failed.

    Raises:
        NoAnswer: there is no such outage, or nothing of these kinds is said of it.
    """
    rows = context.live("outage_facts", outage_id=number, utility_id=context.utility_id).to_pylist()
    if not rows:
        raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"There is no outage {number} in this utility.")
    (row,) = rows
    for kind in ("device", "transformer", "meter", "feeder"):
        if row[f"{kind}_id"] is not None and (not kinds or kind in kinds):
            return NamedAsset(kind, row[f"{kind}_id"], row[f"{kind}_name"], row["lon"], row["lat"])
    raise NoAnswer(RefusalReason.NOT_IN_DATA, f"Nothing says at which {' or '.join(kinds)} outage {number} is.")


def _named(context: ToolContext, name: str, kinds: Collection[str]) -> list[NamedAsset]:
    """Things of that name; only those that are spelt just so, where there are any."""
    found = [NamedAsset(**row) for row in context.named(name)]
    fitting = [one for one in found if not kinds or one.kind in kinds]
    return [one for one in fitting if one.name == name] or fitting


def number_of(text: str, what: str) -> int:
    """The number in `12`, `outage 12` or `#12`: of what is called by its number.

    Args:
        text: as it was said.
        what: its kind in words, "work order".

    Raises:
        NoAnswer: it is no number.
    """
    said = r"\s*".join(f"(?:{word})?" for word in what.split())
    found = re.fullmatch(rf"\s*{said}\s*(?:no\.?|number|#)?\s*(\d{{1,18}})\s*", text.lower())
    if not found:
        raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"There is no {what} called {text}: give its number.")
    return int(found[1])


def told_place(place: NamedPlace) -> str:
    """As an answer says it: `Feeder F0002`; empty for the whole utility."""
    return "" if place.kind == "utility" else f"{place.kind.capitalize()} {place.name}"
