"""Orders in the making, as columns."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from data_sources.demo.city.geography import Bools, Floats
from data_sources.demo.city.streets import Ints

WORK: Final = ("inspection", "repair", "replacement", "vegetation")
INSPECTION, REPAIR, REPLACEMENT, VEGETATION = range(4)
KINDS: Final = ("pole", "transformer", "segment")
POLE, TRANSFORMER, SEGMENT = range(3)
ORIGINS: Final = ("plan", "inspection", "person")
PLAN, AFTER_INSPECTION, PERSON = range(3)
FOUND: Final = ("no_defect", "wear", "decay", "corrosion", "damage", "overload", "vegetation")
NO_DEFECT, WEAR, DECAY, CORROSION, DAMAGE, OVERLOAD, GROWTH = range(7)
MEDIAN_HOURS: Final = np.array([0.6, 5.0, 7.0, 3.0])  # of one crew
SKILLS: Final = ("inspection", "line", "transformer", "underground", "vegetation")
DAY_S: Final = 86_400


class Drafts(NamedTuple):
    """Orders, shapes (orders,).

    Attributes:
        work: index into WORK.
        kind: of the asset, index into KINDS.
        asset: its position, from 0.
        created: seconds since 1970.
        completed: likewise; 0 where it is not done.
        hours: that it took, or takes, one crew.
        found: index into FOUND.
        priority: 1 to 4.
        origin: index into ORIGINS.
    """

    work: Ints
    kind: Ints
    asset: Ints
    created: Ints
    completed: Ints
    hours: Floats
    found: Ints
    priority: Ints
    origin: Ints

    @property
    def is_open(self) -> Bools:
        """Which are not done."""
        return np.asarray(self.completed == 0)

    def chosen(self, which: Ints) -> Drafts:
        """Some of them, by index."""
        return Drafts._make(column[which] for column in self)


def drafts(
    work: int | Ints, kind: int | Ints, asset: Ints, created: Ints | Floats, completed: Ints | Floats,
    found: int | Ints, priority: int | Ints, origin: int, rng: np.random.Generator,
) -> Drafts:  # fmt: skip
    """Orders whose time is drawn about the median of their work."""
    n = len(asset)
    works = np.broadcast_to(work, n).astype(np.int64)
    hours = MEDIAN_HOURS[works] * np.exp(0.4 * rng.standard_normal(n))
    columns = [np.broadcast_to(one, n).astype(np.int64) for one in (kind, asset, created, completed)]
    rest = [np.broadcast_to(one, n).astype(np.int64) for one in (found, priority, origin)]
    return Drafts._make([works, *columns, np.clip(hours, 0.2, 60.0), *rest])


def joined(*parts: Drafts) -> Drafts:
    """Several as one."""
    return Drafts._make(np.concatenate(columns) for columns in zip(*parts, strict=True))
