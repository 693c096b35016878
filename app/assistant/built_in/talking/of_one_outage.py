"""Pieces of the one outage that was told, or that is open on the page: "how many customers are affected", "is there a crew"."""

from __future__ import annotations

import re
from typing import Final

_LEAD: Final = r"^\W*(?:(?:and|so|ok(?:ay)?|now|then|but|also)\b\W*)*"
_PIECES: Final = (
    (r"how\s+many\s+(?:customers?|custs?|people|homes|accounts)\s+(?:are\s+)?(?:still\s+)?(?:out|off|dark|without\s+(?:power|supply))(?:\s+now)?",
     "how many customers of {outage} are out"),
    (r"(?:how\s+many\s+(?:customers?|custs?|people|homes|accounts)\s+are|customers?|people)\s+(?:affected|hit|impacted|concerned)",
     "how many customers are affected by {outage}"),
    (r"how\s+many\s+(?:customers?|custs?|people|homes|accounts)(?:\s+(?:were|was|got)\s+(?:affected|hit|interrupted|impacted|out))?",
     "customers interrupted by {outage}"),
    (r"(?:is\s+there\s+(?:a|any)\s+crew(?:\s+(?:there|on\s+it|assigned|working))?|(?:which|what)\s+crew|(?:a|any)\s+crew(?:\s+there)?)",
     "which crew is on {outage}"),
    (r"how\s+(?:much\s+longer|long)\s+(?:will|does|should)\s+(?:it|that|this)\s+(?:still\s+)?(?:take|last|be)(?:\s+to\s+(?:fix|repair|restore)(?:\s+(?:it|that|this))?)?",
     "when will {outage} be back"),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(rf"{_LEAD}{pattern}\W*$", re.I), whole) for pattern, whole in _PIECES)


def of_one_outage(text: str, outage: str) -> str | None:
    """The whole question of a piece that is of one outage; None where it is not such a piece.

    Args:
        text: of the piece.
        outage: as a question names it: "outage 606"; anything else than an outage has no such pieces.
    """
    if not outage.startswith("outage "):
        return None
    return next((whole.format(outage=outage) for pattern, whole in _COMPILED if pattern.match(text)), None)
