"""Holds: what a form can hold of an order beside the thing it is about; what an order says beyond that is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TimeKind = Literal["clock", "day", "length"]


@dataclass(frozen=True, slots=True)
class Holds:
    """What the form of a proposal has a place for.

    Attributes:
        time: kinds of time: "clock" (`6 pm`), "day" (`friday`), "length" (`2 hours`).
        clocks: how many times of the day.
        text: nothing, a text that is written behind the order ("because …", ": …"), or all that follows its verb.
        has_crew: it gives something to a crew.
        targets: how many things of one kind it is about.
        reads: patterns of words that become a value, each with the key of that value; empty for what says which
            thing is meant. One match of each is held.
        words: other words that change nothing in it, apart by blanks.
    """

    time: frozenset[TimeKind] = frozenset()
    clocks: int = 1
    text: Literal["", "behind", "all"] = ""
    has_crew: bool = False
    targets: int = 1
    reads: tuple[tuple[str, str], ...] = ()
    words: str = ""
