"""Orders: whether a question is one, by its verb, and what is said where no form takes it."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.refusals import NoAnswer, RefusalReason

_COMMAND = re.compile(
    r"^\W*(?:(?:please|pls|kindly|now|ok|hey|can you|could you|would you|will you|i want (?:you )?to"
    r"|i need (?:you )?to|let'?s|go ahead and|just|then|and|also|plus|next)\W+)*"
    r"(?P<verb>(?:hold|pause|resume)(?=\s+(?:up\s+)?(?:the\s+)?(?:work\s+)?(?:orders?|wo|jobs?)\b)"
    r"|(?:take|pull|put)(?=\s+(?:the\s+)?crew\b)"
    r"|give(?=\s+(?:the\s+)?(?:(?:outage|incident)\s+)?#?\d+\s+(?:an?\s+|the\s+)?(?:high|low|medium|top)(?:est)?\s+prio\w*\b)"
    r"|give(?=\s+(?:the\s+)?(?:work\s+)?(?:order|wo|job)\s*#?\s*\d+\s+to\b)"
    r"|note(?=\s+(?:on|to|for)\s+(?:the\s+)?(?:outage|incident)\s*#?\d+\s*:)"
    r"|give(?=\s+(?:the\s+)?(?:outage|incident)\s+#?\d+\s+to\s+|\s+crew\s+[\w-]+\s+(?:outage|incident)\b)"
    r"|get(?=\s+(?:the\s+)?(?:crew|outage|alarm)\s*[\w-]*\d)|put(?=\s+(?:in|into|on)\s+(?:the|my|our)\s+(?:shift\s+)?(?:log|notes?)\b)"
    r"|(?:log|note)(?=\s*:)"
    r"|dispatch|assign"
    r"|unassign|reassign|close out|close|create|set|acknowledge|ack|unshelve|shelve"
    r"|cancel|withdraw|revoke|rescind|merge|mark|change|update|add|remove|delete|"
    r"restore|de-?energi[sz]e|energi[sz]e|trip|reclose|reset|clear|confirm|edit|approve|reject|post|raise"
    r"|lower|release|split|declare|send|move|relocate|schedule|"
    r"open|complete|finish|start|stop|begin|end|operate|switch|ping|call|log|write|enter|record|put|make|issue"
    r"|file|report|notify|tell|text|e-?mail|transfer|turn|"
    r"rename|replace|insert|book|plan|order|sign|pick|reopen|resolve|escalate|prioriti[sz]e|adjust|modify"
    r"|reschedule|postpone|push|move|extend|shift|bump|delay|hold|snooze|mute"
    r"|isolate|shut|disconnect|reconnect|cut|swap|load shed|shed|drop)\b(?P<rest>.*)$",
    re.I | re.S,
)
_AMBIGUOUS = frozenset(
    [
        "open",
        "close",
        "complete",
        "call",
        "order",
        "plan",
        "switch",
        "record",
        "report",
        "end",
        "start",
        "log",
        "tell",
        "book",
        "raise",
        "lower",
        "cut",
        "make",
        "drop",
        "put",
        "set",
        "clear",
        "transfer",
        "replace",
        "write",
        "trip",
        "load",
        "begin",
        "finish",
        "text",
        "shed",
        "file",
        "issue",
        "change",
        "post",
        "pick",
        "push",
        "move",
        "extend",
        "shift",
        "bump",
        "delay",
        "hold",
    ]
)
_OBJECT = re.compile(
    r"^\s*:\s*\S|^\s*(?:inspections?|replacements?|repairs?|trimming|trim)\s+(?:of|for|at)\s+\S|^\s*(?:on|to|for)\s+outage\s*#?\d+\s*:"
    r"|^\s*(?:up|out|off|on|down|back)?\s*(?:(?:the|a|an|all|this|that|these|every|my|our|new|it|me a)\b"
    r"|(?:(?:work\s*)?order|wo|outage|alarm|crew|ticket|note|breaker|recloser|switch|fuse|tie|device|feeder|fdr|sub"
    r"|substation|transformer|tx|pole|meter)\s*#?\s*[\w.\-]*\d"
    r"|(?:in|into|on)\s+(?:the|my|our)\s+(?:shift\s+)?(?:log|notes?)\b"
    r"|(?:outages|(?:work\s+)?orders|alarms|crews)\s+#?\d+\s*(?:,|&|and)"
    r"|(?:etr|eta|estimate|priority|prio|cause)\s+(?:of|for|on|to|at|as|is|outage)\b|(?:etr|eta|estimate)\s+\d|[^\W\d_]+[-.]?\d[\w\-.]*|\d+\b)",
    re.I,
)


_LOOKS = re.compile(
    # "open" and the like of what is looked at, not of what is switched: a page, readings, a list of several things
    r"^\W*(?:(?:please|pls|can you|could you|would you|now|ok)\W+)*(?:"
    r"open(?:\s+up)?\s+(?:(?:the|a|an|all|my|our|me)\s+)*(?:[\w\-]+\s+){0,3}?(?:pages?|readings?|maps?|tabs?|views?|procedures?"
    r"|manuals?|documents?|dashboards?|charts?|tables?|history|histories|lists?|curves?|logs?|outages|alarms|(?:work\s+)?orders"
    r"|jobs|calls|tickets|inspections|tasks|devices|switches|fuses|breakers|reclosers|ties|details?|report|records?)\b(?!\s*#?\d)"
    # rows in an order
    r"|(?:order|put|arrange)\s+(?:all\s+)?(?:of\s+)?(?:the\s+|our\s+)?\w+s\s+(?:by|in\s+order|according|from)\b"
    # a study operates nothing
    r"|(?:isolate|sectionali[sz]e)\b"
    r"|(?:call|text|write|log|order|plan|record|report|replace|change)s?\s+(?:which|what|how)\b|replace\s+which\b"
    r"|put\s+(?:it|this|that|them|these|those|[\w\- ]{1,40}?)\s+on\s+(?:the|a)\s+map\b"
    r"|(?:split|break|cut|divide)(?:\s+(?:up|down|out))?\s+[\w' ]{3,60}?\s+(?:up\s+|down\s+)?(?:by|into)\s+(?!\d)(?!two\b)"
    r"|finish\s+date\b|change\s+(?:since|from|of|in)\b)",
    re.I,
)


_OF_NUMBER: Final = re.compile(
    r"\W*#?\s*\d+\W*(?:(?:is|due|done|finished|completed|raised|created|opened|made|when|by|on|who|has|it|what|which|for|about|status|state|prio(?:rity)?"
    r"|urgency|crew|asset|thing|type|kind|of|work|title|full|text|description|findings?|found|labou?r|man|hrs|hours|est|estimated|planned|sched(?:uled)?"
    r"|start|deadline|date|day)\b\W*)*",
    re.I,
)
"""What follows the number of an order where it is asked about, and nothing is ordered."""


def command_in(text: str) -> str:
    """The verb where a question is an order to change something; empty where it is none."""
    match = _COMMAND.match(text)
    if match is None or _LOOKS.match(text):
        return ""
    verb = match["verb"].lower()
    if verb == "order" and _OF_NUMBER.fullmatch(match["rest"]):  # the order of that number is asked for
        return ""
    if verb in _AMBIGUOUS and not _OBJECT.match(match["rest"]):
        return ""
    if verb in ("report", "record", "tell", "text", "log", "make", "order", "plan", "call", "put") and re.match(
        r"\s*(?:me|us|of|on|for)\b", match["rest"], re.I
    ):
        return ""
    return "" if text.rstrip().endswith("?") and verb in ("open", "complete") and not re.search(r"\d", text) else verb


_BY_HAND: Final = {
    "switch": "Nothing is switched from here: devices are operated by the control system, after a switching order.",
    "call": "Nobody is called or written to from here.",
}
_LIKE: Final = {
    **dict.fromkeys(("open", "close", "switch", "turn", "trip", "reclose", "operate", "energize", "energise",
        "de-energize",
        "deenergize", "shut", "disconnect", "reconnect", "cut", "shed", "load shed", "drop", "restore"), "switch"),
    **dict.fromkeys(("call", "text", "tell", "email", "e-mail", "notify", "ping"), "call"),
}  # fmt: skip


def needs_confirmation(verb: str) -> NoAnswer:
    """Of an order to change something."""
    if by_hand := _BY_HAND.get(_LIKE.get(verb, "")):
        return NoAnswer(RefusalReason.NEEDS_CONFIRMATION, f"{by_hand} Ask what it would do, or where it is done.")
    return NoAnswer(
        RefusalReason.NEEDS_CONFIRMATION,
        f"Nothing is changed from here by itself (“{verb}”): open the form of that outage, order, crew, alarm "
        f"or asset; it is checked, and a person with the role confirms it.",
    )
