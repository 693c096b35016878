"""Which way supply goes, and who is at a place: "what does F0003 feed" is not what feeds it, "who is on it" no load."""

from __future__ import annotations

import re
from typing import Final

_FEEDER: Final = r"(?:feeder|fdr|circuit|ckt)\s*#?\s*\d+|F-?\d+"
_SUBSTATION: Final = r"(?:substation|sub|ss)\s*#?\s*\d+|SUB-\d+"
_OTHER: Final = (
    r"(?:(?:transformer|tx|xfmr|pole|fuse|recloser|breaker|switch|device)\s*#?\s*)?(?!(?:F|SUB)-?\d)[a-z]+-\d[\d\-]*"
    r"|(?:transformer|tx|xfmr|pole|device)\s*#?\s*\d[\d\-]*"
)
_FEED: Final = r"(?:feed|serve|supply|power|carry)"
_FEEDING: Final = r"(?:feeding|serving|supplying|powering)"
_FED: Final = r"(?:fed|served|supplied|powered)"
_ALL: Final = r"(?:(?:what|who|whom|which\s+(?:customers|things|assets))(?:\s+all)?)"
_CREW: Final = (
    r"(?:who(?:'s|\s+is|\s+are|\s+all\s+is)?|(?:which|what|any)\s+crews?(?:\s+(?:is|are))?|crews?"
    r"|is\s+(?:anyone|anybody|someone|a\s+crew|any\s+crew)|are\s+(?:any\s+)?crews|anyone|anybody"
    r"|is\s+there\s+an?(?:y(?:one|body)?)?(?:\s+crew)?)"
)
_AT_WORK: Final = (
    r"(?:(?:currently\s+|now\s+|already\s+)?(?:working|assigned|dispatched|sent|going|headed|responding|at\s+work)\s+)?"
)
_NOW: Final = r"(?:\s+(?:right\s+)?now|\s+at\s+the\s+moment|\s+currently)?"


def _fed_by(thing: str) -> str:
    """Everything that asks what a thing feeds."""
    of = rf"(?P<thing>{thing})"
    return (
        rf"^\W*(?:and\W+)?(?:{_ALL}\s+(?:does|do|is|are)\s+{of}\s+(?:{_FEED}|{_FEEDING})"
        rf"|{_ALL}\s+(?:(?:is|are|gets?)\s+)?(?:(?:being\s+)?{_FED}\s+(?:by|from|out\s+of)|downstream\s+(?:of|from))\s+(?P<by>{thing}))\W*$"
    )


WHICH_WAY: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (
            _fed_by(_FEEDER),
            r"how many customers are on \g<thing>\g<by> and how many transformers are on \g<thing>\g<by>",
        ),
        (_fed_by(_SUBSTATION), r"which feeders are on \g<thing>\g<by>"),
        (_fed_by(_OTHER), r"what is downstream of \g<thing>\g<by>"),
        (
            rf"^\W*(?:and\W+)?{_CREW}\s+{_AT_WORK}(?:on|at|in|to|for)\s+(?P<thing>{_FEEDER}|{_SUBSTATION}){_NOW}\W*$",
            r"crews at outages on \g<thing>",
        ),
    )
)
