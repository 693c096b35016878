"""Frame: a question taken apart, as it is handed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.assistant.built_in.names.found import FoundName, LostName
from app.assistant.built_in.spoken_groups import SpokenGroup
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.vocabulary import KindWords

Order = Literal["most", "least", "worst", "best", ""]


@dataclass(frozen=True, slots=True)
class SpokenLimit:
    """`above 80 %`.

    Attributes:
        side: of it.
        value: number.
        unit: as `lexicon.UNITS` has it; empty for none.
        word: the quantity that lies in the comparison: `old` in "older than".
    """

    side: Literal["above", "below"]
    value: float
    unit: str
    word: str


@dataclass(slots=True)
class Frame:
    """A question taken apart.

    Attributes:
        text: as asked.
        kinds: what kinds of things are called.
        words: content words in their order, each once or more; what grammar has used up is not among them.
        soft: likewise, that may stay uncovered.
        all_words: every word in its normal form, used up or not: phrases of tools may hold any of them.
        unknown: words that mean nothing to anybody.
        fixed: spelling mistakes: what was written and what it was taken for.
        names: that are there.
        lost: that are not.
        bare: numbers that nothing has used up.
        beside: each of them with the words before it and after it.
        period: named one.
        order: which end comes first, and that it is a ranking at all.
        ranked_noun: the one thing after a superlative: `outage` of "the biggest outage".
        measured: what lies in a superlative: `old` of "oldest".
        asked_kind: what is asked of that thing: `feeder` of "which feeder had the biggest outage".
        groups: what the quantity is grouped by.
        asked_group: what a ranking asks for, that it may be grouped by: `crew` of "which crew has the most orders".
        divisor: what it is divided by, as said: `per customer`; empty for nothing.
        n: how many rows.
        limits: of a quantity.
        unit: asked for ("in MW").
        unit_word: that says it.
        is_unit_said: it is said outright, not only mentioned.
        radius_m: of "within 200 m".
    """

    text: str
    kinds: KindWords
    words: list[str] = field(default_factory=list)
    soft: list[str] = field(default_factory=list)
    all_words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fixed: list[tuple[str, str]] = field(default_factory=list)
    names: list[FoundName] = field(default_factory=list)
    lost: list[LostName] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    beside: list[tuple[float, str, str]] = field(default_factory=list)
    period: SpokenPeriod | None = None
    order: Order = ""
    is_ranked: bool = False
    ranked_noun: str = ""
    measured: frozenset[str] = frozenset()
    asked_kind: str = ""
    kind_words: frozenset[str] = frozenset()
    groups: tuple[SpokenGroup, ...] = ()
    asked_group: SpokenGroup | None = None
    divisor: str = ""
    n: int | None = None
    limits: list[SpokenLimit] = field(default_factory=list)
    unit: str = ""
    unit_word: str = ""
    is_unit_said: bool = False
    radius_m: float | None = None
    is_count: bool = False
    is_how_much: bool = False
    is_list: bool = False
    is_yes_no: bool = False
    is_when: bool = False
    is_go: bool = False
    is_at_once: bool = False
    is_compare: bool = False
    is_near: bool = False
    is_now: bool = False
    is_again: bool = False

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that a phrase may be found in."""
        return frozenset(self.all_words)
