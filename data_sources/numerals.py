"""Numbers as people and programs write them in data: strict, where Python's own reading takes more than that.

`int` and `float` take `1_5` for 15, digits of other scripts, `nan` and `infinity`; none of these is a number here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
_LETTERS = re.compile(r"[0-9eE+\-. \t]*")  # of numbers: of these alone, Python's own reading makes nothing else
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


def whole_number(text: str) -> int:
    """An integer in decimal digits; blanks around it do not count.

    Raises:
        ValueError: it is none.
    """
    if not _WHOLE.fullmatch(text.strip()):
        raise ValueError(f"{text[:40]!r} is not a whole number")
    return int(text)


def number(text: str) -> float:
    """A finite number with a decimal point, perhaps with an exponent; blanks around it do not count.

    Raises:
        ValueError: it is none.
    """
    if not _NUMBER.fullmatch(text.strip()) or not math.isfinite(float(text)):
        raise ValueError(f"{text[:40]!r} is not a number")
    return float(text)


def numbers(texts: Sequence[str]) -> list[float | None]:
    """Many at once, each as `number` reads it; None for one that is empty.

    Raises:
        ValueError: one of them is no number.
    """
    if not _LETTERS.fullmatch("".join(texts)):
        raise ValueError("one of them is not a number")
    found = [float(text) if text.strip() else None for text in texts]
    if any(one is not None and not math.isfinite(one) for one in found):
        raise ValueError("one of them is not finite")
    return found
