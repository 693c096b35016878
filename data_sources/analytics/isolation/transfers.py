"""Which parts of a dark component can be fed over which ties: every way of cutting it, best first.

A component is a tree of sections. Opening some of its switches cuts it into parts; each part hangs on one tie or stays
dark, so what was radial stays radial. All cuts of up to `MAX_CUTS` switches are tried with every combination of ties,
screened by spare capacity, and offered in order: most customers first, then fewest operations, then most to spare.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from data_sources.analytics.isolation.sections import Sections

MAX_CUTS = 3
SMALL = 10  # sections of a component up to which that many cuts are tried; beyond, one less
TIES_A_PART = 3


class TieInto(NamedTuple):
    """An open tie from a live feeder into a section: `tie` is its place in the area's list, `helper` its feeder."""

    tie: int
    section: int
    helper: int


class Pickup(NamedTuple):
    """A part that a tie feeds: its sections and the cuts around it (sections whose switch opens)."""

    tie: TieInto
    sections: tuple[int, ...]
    cuts: tuple[int, ...]


class LoadTransfer(NamedTuple):
    """One way of feeding a component: its pickups, customers they feed, switches to operate, least spare left, kW."""

    pickups: tuple[Pickup, ...]
    customers: int
    operations: int
    least_spare_kw: float


def transfers(
    plan: Sections, top: int, ties: list[TieInto], spare_kw: dict[int, float], pickup_factor: float, max_cuts: int
) -> list[LoadTransfer]:
    """Every way of feeding a component within spare capacity, best first.

    Args:
        plan: the sections.
        top: the section the component begins with.
        ties: those that lead into it.
        spare_kw: what each helping feeder can take on.
        pickup_factor: loads that return take this many times what they took.
        max_cuts: at most so many switches open inside it.
    """
    members = plan.below(top)
    limit = max_cuts if len(members) <= SMALL else min(max_cuts, MAX_CUTS - 1)
    found = [
        made
        for count in range(min(limit, len(members) - 1) + 1)
        for cuts in itertools.combinations(members[1:], count)
        for made in _with_ties(plan, members, cuts, ties, spare_kw, pickup_factor)
    ]
    return sorted(found, key=lambda one: (-one.customers, one.operations, -one.least_spare_kw))


def _with_ties(
    plan: Sections, members: list[int], cuts: tuple[int, ...], ties: list[TieInto], spare_kw: dict[int, float],
    pickup_factor: float,
) -> Iterator[LoadTransfer]:  # fmt: skip
    parts = _parts(plan, members, cuts)
    needs = [pickup_factor * sum(float(plan.load_kw[one]) for one in part) for part in parts]
    served = [sum(int(plan.customers[one]) for one in part) for part in parts]
    options = [_options(part, need, ties, spare_kw) if count else [None] for part, need, count in zip(
        parts, needs, served, strict=True)]  # fmt: skip
    for chosen in itertools.product(*options):
        left = dict(spare_kw)
        for tie, need in zip(chosen, needs, strict=True):
            if tie is not None:
                left[tie.helper] -= need
        used = {tie.helper for tie in chosen if tie is not None}
        if used and all(left[helper] >= 0 for helper in used):
            yield _transfer(plan, parts, chosen, served, cuts, min(left[helper] for helper in used))


def _parts(plan: Sections, members: list[int], cuts: tuple[int, ...]) -> list[list[int]]:
    part_of: dict[int, int] = {}
    parts: list[list[int]] = []
    for section in members:
        if section == members[0] or section in cuts:
            part_of[section] = len(parts)
            parts.append([])
        else:
            part_of[section] = part_of[int(plan.parent[section])]
        parts[part_of[section]].append(section)
    return parts


def _options(part: list[int], need_kw: float, ties: list[TieInto], spare_kw: dict[int, float]) -> list[TieInto | None]:
    fit = [tie for tie in ties if tie.section in part and spare_kw[tie.helper] >= need_kw]
    fit.sort(key=lambda tie: -spare_kw[tie.helper])
    return [*fit[:TIES_A_PART], None]


def _transfer(
    plan: Sections, parts: list[list[int]], chosen: tuple[TieInto | None, ...], served: list[int],
    cuts: tuple[int, ...], least_spare_kw: float,
) -> LoadTransfer:  # fmt: skip
    pickups = tuple(
        Pickup(tie, tuple(part), (part[0], *(cut for cut in cuts if int(plan.parent[cut]) in part)))
        for tie, part in zip(chosen, parts, strict=True)
        if tie is not None
    )
    switches = {cut for pickup in pickups for cut in pickup.cuts}
    customers = sum(count for tie, count in zip(chosen, served, strict=True) if tie is not None)
    return LoadTransfer(pickups, customers, len(switches) + len(pickups), least_spare_kw)
