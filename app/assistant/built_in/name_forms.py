"""The forms of a utility's names, read off a sample: `TX-0001-017` is letters, four digits, three digits."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LEAST_SHARE = 0.004
"""Of a kind's sample: what is rarer is no form but a name."""
FORMS_OF_A_KIND = 16


@dataclass(frozen=True, slots=True)
class NameForm:
    """How names of a kind are built.

    Attributes:
        kind: of the things.
        between: what stands before, between and after the numbers, small letters.
        widths: digits of each number; 0 where they differ.
    """

    kind: str
    between: tuple[str, ...]
    widths: tuple[int, ...]

    @property
    def letters(self) -> str:
        """The letters that it begins with: `tx`."""
        return re.sub(r"[\W\d_]+", "", self.between[0])

    def filled(self, numbers: Sequence[str]) -> str:
        """The name with these numbers, small letters."""
        parts = [self.between[0]]
        for number, width, after in zip(numbers, self.widths, self.between[1:], strict=True):
            parts += [str(int(number)).zfill(width) if width else number, after]
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class NameForms:
    """All forms of a utility.

    Attributes:
        forms: by kind, the most frequent first.
        samples: some names by kind.
    """

    forms: Mapping[str, tuple[NameForm, ...]] = field(default_factory=dict)
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, kind: str, numbers: int | None = None) -> list[NameForm]:
        """Those of a kind with so many numbers; None for any."""
        return [one for one in self.forms.get(kind, ()) if numbers is None or len(one.widths) == numbers]

    def beginning(self, letters: str) -> list[NameForm]:
        """Those that begin with these letters."""
        return [one for forms in self.forms.values() for one in forms if one.letters and one.letters == letters.lower()]

    def like(self, text: str, kinds: Iterable[str] = ()) -> list[str]:
        """Up to three names that look like a text."""
        names = [name for kind in (kinds or self.samples) for name in self.samples.get(kind, ())]
        return difflib.get_close_matches(text.upper(), names, 3, 0.5) or names[:3]


def forms_of(names: Iterable[tuple[str, str]]) -> NameForms:
    """Read the forms off names.

    Args:
        names: kind and name as displayed.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, name in names:
        by_kind[kind].append(name)
    forms: dict[str, tuple[NameForm, ...]] = {}
    for kind, some in by_kind.items():
        count: Counter[tuple[str, ...]] = Counter()
        widths: dict[tuple[str, ...], list[set[int]]] = {}
        for name in some:
            pieces = re.split(r"(\d+)", name.lower())
            between = tuple(pieces[::2])
            if len(between) < 2:
                continue
            count[between] += 1
            seen = widths.setdefault(between, [set() for _ in between[1:]])
            for one, digits in zip(seen, pieces[1::2], strict=True):
                one.add(len(digits))
        kept = [key for key, often in count.most_common(FORMS_OF_A_KIND) if often >= LEAST_SHARE * len(some)]
        forms[kind] = tuple(NameForm(kind, key, tuple(_width(one) for one in widths[key])) for key in kept)
    return NameForms(forms, {kind: tuple(dict.fromkeys(some)) for kind, some in by_kind.items()})


def _width(seen: set[int]) -> int:
    """Digits that each number of a form has; 0 where some have more or less."""
    return seen.pop() if len(seen) == 1 else 0
