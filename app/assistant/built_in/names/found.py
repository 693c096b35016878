"""What is found of a question's names: things that are there, what is none, and what several things are called."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FoundName:
    """A thing that a question names.

    Attributes:
        kind: of it, as the tab that has it says: "feeder", "work order".
        name: as displayed; after the word of its kind where things of other kinds have the same name.
        start: where it begins in the text, with the word of its kind.
        end: and ends.
    """

    kind: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LostName:
    """What looks like a name and is none.

    Attributes:
        text: as written.
        kind: as far as it can be seen; empty where it cannot.
        like: names that there are.
        is_beginning: it is only the first part of several names: `like` are some of them.
    """

    text: str
    kind: str
    like: tuple[str, ...]
    start: int
    end: int
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name that several things have, where nothing says which of them is meant.

    Attributes:
        text: as written.
        things: kind and display name of each.
        start: where it begins in the text.
        end: and ends.
    """

    text: str
    things: tuple[tuple[str, str], ...]
    start: int
    end: int


@dataclass(slots=True)
class NamesFound:
    """All that a question names.

    Attributes:
        found: in their order.
        lost: what is none.
        shared: what several things are called.
    """

    found: list[FoundName] = field(default_factory=list)
    lost: list[LostName] = field(default_factory=list)
    shared: list[SharedName] = field(default_factory=list)


def is_taken(names: NamesFound, start: int, end: int) -> bool:
    """Whether some words of a text are taken for a name already, found or not."""
    taken = [(one.start, one.end) for one in names.found]
    taken += [(one.start, one.end) for one in names.lost]
    taken += [(one.start, one.end) for one in names.shared]
    return any(start < last and first < end for first, last in taken)
