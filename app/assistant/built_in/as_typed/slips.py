"""Small words as haste spells them ("wich", "teh", "hw many"): longer ones are near to one that is known, these are too short.

Only what is no word of its own, nor short for one; a word with digits behind it may be a name and stays.
"""

from __future__ import annotations

import re
from typing import Final

_SPELLED: Final = {
    "which": "wich whcih whihc whch wihch wch hwich whic", "the": "teh hte tehe thr th", "many": "mny amny mnay mayn manny meny",
    "what": "waht wat wht whta wath hwat wut", "where": "hwere wehre whre wher whare", "when": "whne wehn hwen wen whn",
    "show": "shwo sohw shw hsow", "for": "fo fro ofr", "from": "frm fomr frmo", "and": "adn nad annd", "is": "si iz",
    "are": "aer rae", "does": "doe deos dose", "have": "hav ahve hvae hve", "has": "ahs hsa", "that": "taht tht thta dat",
    "this": "thsi tihs ths dis", "with": "wit wih wiht whit wth", "because": "becuase becasue becuz cuz coz", "of": "fo",
    "last": "lsat lats alst lst", "yesterday": "yesteday yesterdy yesterdat yetserday yesturday yeterday yesterady",
    "today": "todya tody toaday", "week": "weke wek weeek", "year": "yaer yeer eyar", "month": "monht mnth mounth",
    "there": "tehre theer thre ther", "right now": "rightnow", "been": "bene ben", "much": "mcuh muhc", "how": "hwo hoow",
    "now": "nwo", "most": "msot mots", "worst": "wosrt wrost worts wrst", "longest": "longst lngst", "active": "actve activ", "out": "otu", "on": "onn", "over": "ovre oevr",
    "between": "beetween bewteen", "more": "mroe", "than": "tahn thn", "any": "nay ayn", "who": "hwo", "why": "wyh hwy",
    "give": "giev gvie", "list": "lsit lits", "crew": "creww cerw crwe", "load": "laod loda", "peak": "paek peka",
    "outage": "otuage outgae", "feeder": "feedr fedeer", "pole": "ploe", "poles": "ploes", "old": "odl", "oldest": "oldst odlest oldets", "highest": "highst hihgest higest", "lowest": "lowst lowset", "biggest": "bigest biggst", "our": "oru", "going": "goin gonig",
}  # fmt: skip
_THINGS: Final = (
    (re.compile(r"\b(?:feedr|fedeer|feder|feeer|fider|feeeder|feeder's|feedeer)(s?)(?=\W*\d|\b)", re.I), r"feeder\1"),
    (re.compile(r"\b(?:substaion|substaton|substatin|substion|substatoin|subsation|substatio|subtation)(s?)\b", re.I), r"substation\1"),
    (re.compile(r"\b(?:transfomer|tranformer|transformr|trasformer|trnasformer|transfromer|transformer)(s?)(?=\W*\d)", re.I), r"transformer\1"),
    (re.compile(r"\b(?:outge|outag|outtage|otage|ouatge|outagge|outrage)(s?)\b", re.I), r"outage\1"),
    (re.compile(r"(?<=\blast\s)weak\b|(?<=\bthis\s)weak\b", re.I), "week"),
)  # fmt: skip
"""Kinds of things stand before numbers, where nothing else is put right."""
_WHOLE: Final = {slip: word for word, slips in reversed(_SPELLED.items()) for slip in slips.split()}
_LONG: Final = 4
"""Letters of a slip that is no unit or mark of the number before it."""
_SLIP: Final = re.compile(
    rf"(?<![\w\-])(?:(?<!\d\s)(?:{'|'.join(_WHOLE)})|(?:{'|'.join(one for one in _WHOLE if len(one) >= _LONG)}))"
    r"(?![\w\-]|\s*#?\d)", re.IGNORECASE,
)  # fmt: skip
_LETTERS: Final = (
    (re.compile(r"\bhw(?=\s+(?:many|much|long|old|far|big|high|is|are|do|does)\b)", re.I), "how"),
    (re.compile(r"\br(?=\s+(?:on|in|at|there|out|we|you|they|the|without|over|under|above|below|up|down|still|any|all|being|now|working)\b)", re.I), "are"),
    (re.compile(r"(?<=\bhow\s)r\b|(?<=\bwhere\s)r\b|(?<=\bwho\s)r\b", re.I), "are"),
    (re.compile(r"\bu(?=\s+(?:tell|show|give|list|find|get|check|please|see|know|open|take)\b)", re.I), "you"),
)  # fmt: skip


def without_slips(text: str) -> str:
    """A question whose small words are spelled as they are meant; most questions stay as they are.

    Args:
        text: plain.
    """
    for pattern, whole in _THINGS:
        text = pattern.sub(whole, text)
    text = _SLIP.sub(lambda found: _WHOLE[found[0].lower()], text)
    for pattern, whole in _LETTERS:
        text = pattern.sub(whole, text)
    return text
