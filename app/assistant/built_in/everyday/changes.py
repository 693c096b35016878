"""Orders to change something, in everyday words, brought to the verbs that the forms are found by.

Read before anything else of an order is, for what is written behind one may be a note, and stays.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.assistant.built_in.everyday.turn import turns

_ASKED: Final = r"^(?P<lead>\W*(?:(?:please|pls|kindly|now|ok|hey|can\s+you|could\s+you|would\s+you|will\s+you|i\s+(?:want|need)\s+you\s+to|i'd\s+like\s+you\s+to|let'?s|go\s+ahead\s+and|just|then|and)\W+)*)"
_ORDER: Final = r"(?:WOs?|work\s+orders?|work\s+tickets?|tickets?|orders?|jobs?)"
_ONE: Final = r"(?P<n>(?:outage|work\s+order|wo|order|alarm|crew)\s+(?:number\s+|no\.?\s+|nr\.?\s+|#\s*)?#?\d+)"
_PLACE: Final = r"(?:(?:feeder|fdr|circuit|ckt|sub|substation|transformer|tx|xfmr|pole)\s*#?\s*\d[\w\-]*|(?:F|SUB-|TX-|P-)\d[\w\-]*)"
_WRITTEN_BEHIND: Final = re.compile(r"\b(?:order|wo|ticket|job|note|log|outage|alarm)s?\b[^:]*:", re.IGNORECASE)


def _without_no(found: re.Match[str]) -> str:
    """`order no. 12` as `order 12`; in a text that somebody writes behind a colon nothing is changed."""
    return found[0] if _WRITTEN_BEHIND.search(found.string, 0, found.start()) else f"{found[1]} "


OF_CHANGES: Final = turns(
    r"->|=>|→|:=|crew|inspected|\bset\b|\b(?:put|lay|place|hold)\b|\bin\s+(?:the\s+)?order\b|\b(?:change|set|update|move|adjust)\s+(?:it|that|this)\b|alarm|alert|outage|order|\bwos?\b|ticket|\bjobs?\b|tick|check|pole|transformer|\btx\b",
    (
        (r"\b(outage|work\s+order|order|alarm)\s+(?:number|num|no\.?|nr\.?)\s*#?\s*(?=\d)", _without_no),
        # what is to become of a field
        (r"^\W*(?P<what>[\w\s#-]{2,40}?\b(?:etr|eta|rating|priority|prio|status|cause|kva|estimate))\s*(?:->|=>|→|:=)\s*(?P<to>\S.*)$", r"set \g<what> to \g<to>"),
        (_ASKED + r"set\s+(?:is_)?acknowledged\s*(?:==?|to)\s*(?:true|yes|1)\s+(?:for|on|where|of)\s+", r"\g<lead>acknowledge "),
        (_ASKED + r"set\s+(?:the\s+)?(?P<a>alarms?)\s+(?:to|as|=)\s+shelved\s+(?:where|on|for|with)\s+(?:feeder\s*==?\s*)?(?P<f>[\w-]+(?:\s+\d+)?),?\s+(?:duration|for)\s*[=:]?\s*", r"\g<lead>shelve \g<a> on \g<f> for "),
        (r"^\W*(?P<what>(?!how\b|what\b|why\b|does\b)\S.{2,60}?)\s+(?:has|have|needs?|ought|is)\s+to\s+(?:go|be(?:\s+(?:moved|changed|set|pushed))?|move|change|shift|slip)\s+(?:up\s+|back\s+|out\s+)?to\s+(?P<to>.+?)\s*[,.;:-]+\s*(?:please\s+|so\s+|can\s+you\s+|go\s+ahead\s+and\s+)*(?:change|set|update|move|adjust|fix|do|push|make)\s+(?:it|that|this)(?:\s+(?:please|then|now|for\s+me))*\W*$", r"change \g<what> to \g<to>"),
        # what is put in an order is ranked
        (_ASKED + r"(?:put|place|arrange|line\s+up|set\s+out)\s+(?P<w>(?:(?:all|of|the|our|every|each)\s+)*(?:feeders?|substations?|circuits?|transformers?|causes|outages|crews|poles|orders))\s+(?:up\s+)?in\s+(?:the\s+)?(?:order|sequence)\s+(?:of|by)\s+(?:their\s+|its\s+)?", r"\g<lead>rank \g<w> by "),
        # two that are put beside each other are compared
        (rf"^\W*(?:please\W+)?(?:put|set|lay|place|hold)\s+(?:the\s+)?(?P<q>.+?)\s+(?:of|on|at)\s+(?P<a>{_PLACE})\s+(?:beside|against|next\s+to|alongside|opposite|side\s+by\s+side\s+with)\s+(?:(?:that|those|the\s+ones?)\s+(?:of|on|at)\s+)?(?P<b>{_PLACE})\W*$", r"compare the \g<q> of \g<a> and \g<b>"),
        (rf"^\W*(?:please\W+)?(?:put|set|lay|place|hold)\s+(?:the\s+)?(?P<q>.+?)\s+(?:of|on|at)\s+(?P<a>{_PLACE})\s+and\s+(?P<b>{_PLACE})(?P<w>.*?)\s+(?:beside\s+each\s+other|side\s+by\s+side|next\s+to\s+each\s+other)\W*$", r"compare the \g<q> of \g<a> and \g<b>\g<w>"),
        # set side by side: nothing is changed
        (_ASKED + r"set\s+(?P<q>(?:the\s+)?[\w\s]+?\s+of\s+)(?P<a>[\w\s-]*\d[\w-]*)\s+against\s+that\s+of\s+(?P<b>[\w\s-]*\d[\w-]*)\W*$", r"compare \g<q>\g<a> and \g<b>"),
        (_ASKED + r"(?:set|put|lay)\s+(?P<a>[\w\s-]*\d[\w-]*)\s+and\s+(?P<b>[\w\s-]*\d[\w-]*)\s+side\s+by\s+side\b.*$", r"compare \g<a> and \g<b>"),
        # alarms
        (_ASKED + r"(?:ac+know?l[ei]d?ge?|acknowlege|aknowledge|acknoledge|ack)\s+(?:every|each)\s+alarm\b", r"\g<lead>acknowledge all alarms"),
        (_ASKED + r"(?:ac+know?l[ei]d?ge?|acknowlege|aknowledge|acknoledge)\s+(?=\w)", r"\g<lead>acknowledge "),
        (_ASKED + r"(?:suppress|hush|silence|quiet(?:en)?|mute|snooze|park)\s+(?P<a>(?:all\s+|every\s+|the\s+|of\s+)*(?:alarms?|alerts?)\b)", r"\g<lead>shelve \g<a>"),
        (r"^(?P<w>\W*(?:please\s+)?shelve\b.*?)\s+by\s+shelving\s+(?:them|it)\b", r"\g<w>"),
        # crews
        (_ASKED + r"(?:have|let|get|ask|tell|want)\s+(?P<c>(?:the\s+)?crew[\s#-]*\d+)\s+(?:to\s+)?(?:head|go|drive|roll|move|travel|report|get)(?:\s+(?:out|over|off|along|up|down))*\s+(?:to|towards?|for)\s+", r"\g<lead>dispatch \g<c> to "),
        (r"^\W*(?P<p>(?:(?:pole|transformer|tx|device)\s*)?[\w-]*\d[\w-]*)\s+(?:was\s+|has\s+been\s+|is\s+)?inspected\s+(?P<w>today|now|yesterday)\s*[,;.-]+\s*(?:please\s+)?(?:log|record|note|mark|enter|register)\s+(?:it|that|this)\W*$",
         r"mark \g<p> as inspected \g<w>"),
        (_ASKED + r"(?:withdraw|revoke|rescind)\s+(?=(?:the\s+)?(?:work\s+)?order)", r"\g<lead>cancel "),
        # outages and orders
        (_ASKED + r"(?:consolidate|combine|join|fold|unite|roll|lump)\s+(?P<o>(?:the|those|these|both|two|of|all|up|together)\b[\w\s]*?\boutages\b)", r"\g<lead>merge \g<o>"),
        (_ASKED + r"(?:put|bring|pull|take|make|turn|join)\s+(?:those|the|these|both)\s+(?:two\s+)?outages\s+(?P<w>on\s+(?:feeder|fdr|circuit|sub|substation)?\s*#?[\w-]*\d+)\s+(?:together|into\s+one|one)\b.*$", r"\g<lead>merge the two outages \g<w>"),
        (r"^\W*(?P<f>(?:F\d+|(?:feeder|fdr)\s*#?\d+))\W+(?:please\s+)?(?:combine|merge|join|consolidate)\s+(?P<o>(?:the|both|two|those)\b[\w\s]*?\boutages)\W*$", r"merge \g<o> on \g<f>"),
        (rf"{_ASKED}(?:call\s+off|scrap|axe|scratch|abort|kill|void|pull\s+the\s+plug\s+on)\s+(?:the\s+)?(?:(?:job|work|task)\s+(?:under|of|on|for|behind)\s+)?(?={_ORDER}|all\b|every\b)", r"\g<lead>cancel "),
        (rf"^\W*{_ONE}\b(?:\W+(?:is|are|'s|has\s+been)\s+(?:done|over|finished|restored|back|complete[d]?|sorted|fixed|cleared))?\W+(?:(?:go\s+ahead\s+and|please|pls|so|and|just|you\s+can|now|then)\s+)*(?P<v>close|cancel|ack|acknowledge|shelve|complete|finish|confirm)\s+(?:it|that|this\s+one|that\s+one|it\s+out|it\s+up)(?:\s+out)?\W*$", r"\g<v> \g<n>"),
        (rf"{_ASKED}(?:open(?:\s+up)?|put\s+in|raise|cut|write(?:\s+up)?|log|file|set\s+up|draw\s+up|start|enter|get)\s+(?:us\s+|me\s+)?(?:an?\s+|the\s+)?(?:new\s+)?(?P<o>WO|work\s+order|work\s+ticket|ticket)\s+(?=(?:to|so|for|on)\b)", r"\g<lead>create a work order "),
        (r"\b(?P<w>create\s+a\s+work\s+order)\s+so\s+(?:that\s+)?(?P<t>\S.*?)\s+(?:gets?|is|are|can\s+be|will\s+be|be)\s+(?:replaced|swapped(?:\s+out)?|changed(?:\s+out)?)\b", r"\g<w> to replace \g<t>"),
        (r"\b(?P<w>create\s+a\s+work\s+order)\s+(?:to|for)\s+(?:swap(?:ping)?(?:\s+out)?|chang(?:e|ing)\s+out|replacing)\s+(?=\w)", r"\g<w> to replace "),
        (_ASKED + r"(?:tick|check|sign)\s+(?:off\s+)?(?P<p>(?:the\s+)?(?:pole|transformer|tx|device)?\s*[\w-]*\d[\w-]*)\s+(?:off\s+)?as\s+(?:checked|inspected|looked\s+at|done)\b", r"\g<lead>mark \g<p> as inspected"),
    ),
)  # fmt: skip


@lru_cache(maxsize=4096)
def as_ordered(text: str) -> str:
    """An order with the verb of its form in front; what is none stays as it is.

    Args:
        text: plain.
    """
    return OF_CHANGES.said_plainly(text)
