"""Numbers as people and programs write them in data: strict, where Python's own reading takes more than that.

`int` and `float` take `1_5` for 15, digits of other scripts, `nan` and `infinity`; none of these is a number here.
"""

from __future__ import annotations

import math
import re

_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")
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
