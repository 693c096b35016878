"""How a question opens where it could be put straight: "I was wondering if …", "can you tell me whether …", "provide …".

What is asked is told by the rest. A statement that somebody wants to know to be so becomes the question that it stands for,
with its verb in front: only so is it answered by yes or no.
"""

from __future__ import annotations

import re
from typing import Final

_ME: Final = r"(?:\s+(?:me|us))?"
_COURTESY: Final = (
    r"(?:hi(?!\s+(?:pri(?:o|ority)?|volt\w*|load\w*|temp\w*)\b)|hello|hey|hiya|good\s+(?:morning|afternoon|evening)|sorry(?:\s+to\s+(?:bother|ask))?|excuse\s+me|please|pls|quick"
    r"\s+(?:one|question|check)|just|one\s+more(?:\s+thing)?|i(?:'m|\s+am)\s+new(?:\s+(?:here|to\s+this))?|new\s+here|um+|uh+"
    r"|(?:so|ok(?:ay)?|well|folks|guys|team|everyone|all)(?=\s*[,:]))"
)
_ASKING: Final = (
    rf"(?:(?:can|could|would|will)\s+(?:you|somebody|someone|anybody|anyone)\s+(?:please\s+|kindly\s+|maybe\s+|quickly\s+)*"
    rf"(?:tell|let{_ME}\s+know|inform|advise|remind|say|confirm|check|verify|find\s+out|look\s+up|see){_ME}"
    r"|(?:do|would)\s+(?:you|we)\s+(?:happen\s+to\s+)?know|any\s+idea|any\s+chance\s+(?:you\s+know|to\s+know)"
    r"|(?:i(?:'m|\s+am|\s+was|\s+am\s+just|\s+was\s+just|\s+would\s+be|'d\s+be)?|just)\s+(?:also\s+)?(?:wondering|wonder|curious|interested)"
    r"(?:\s+(?:about|to\s+know|in))?"
    rf"|i(?:'d|\s+would)?\s+(?:like|want|need|love)\s+(?:you\s+to\s+(?:tell|show|give){_ME}|to\s+(?:know|see|find\s+out|understand|check))"
    rf"|(?:please\s+|kindly\s+)?(?:tell{_ME}|let\s+(?:me|us)\s+know|inform{_ME}|advise{_ME}|say|confirm|check|verify|find\s+out|see|determine|state)"
    r"(?=\s+(?:if|whether|what|which|who|when|where|how|why)\b)"
    r"|what\s+i(?:'d)?\s+(?:want|need|like)\s+to\s+know\s+is|my\s+question\s+is|the\s+question\s+is)"
)
_OPENING: Final = re.compile(rf"^\W*(?:{_COURTESY}\b[\s,.;:!-]*)*(?:(?P<asking>{_ASKING})\b[\s,:]*)?", re.I)
_WHETHER: Final = re.compile(r"^(?:if|whether(?:\s+or\s+not)?)\s+", re.I)
_WHAT: Final = re.compile(
    r"^(?:what|which|who|whom|whose|when|where|why|how|if|whether|the|a|an|all|every|any|each|about|is|are|\d)\b", re.I
)
_VERB: Final = "is|are|was|were|isn't|aren't|wasn't|weren't|has|have|had|hasn't|haven't|does|do|did|doesn't|don't|didn't|can|will|would"
_STATEMENT: Final = re.compile(
    rf"^(?P<who>\S(?:(?!\b(?:{_VERB})\b).){{0,50}}?)\s+(?P<verb>{_VERB})\b\s*(?P<rest>.*)$", re.I | re.S
)
_THERE: Final = re.compile(r"^there\s*(?:'s|is|are|'re)\s+(?P<rest>.*)$", re.I | re.S)
_WANTED: Final = re.compile(
    r"^\W*(?:you|somebody|someone|we|i)\s+(?:can|could|would|might|may|know|knows)\s+(?=\w)", re.I
)
_GIVE: Final = re.compile(
    r"^\W*(?:please\s+|kindly\s+)?(?!\w+\s+(?:(?:an?|the|another|new)\s+)*(?:outages?\s+(?:at|on|by|near)|work\s+order|order|ticket|wo|note)\b)(?:provide|supply|return|retrieve|output|report|specify|indicate|determine|obtain|deliver|generate"
    r"|produce|compile|prepare|run|present|extract|query|compute|calculate|look\s+up|lookup|read\s+out|call\s+up|pull\s+up|pull|bring\s+up|state)"
    r"(?:\s+(?:me|us|for\s+me))?(?:\s+with)?\s+(?=(?:an?|the|all|any|every|each|our|how|which|what|current|complete|full|list|total|number|count"
    r"|of)\b)(?P<what>(?:(?:an?|the)\s+)?(?:complete\s+|full\s+)?(?:listing|list|overview|report)\s+of\s+)?",
    re.I,
)


_WILL_DO: Final = re.compile(
    r"\s*[.?!;,]\s*(?:just\s+|only\s+)?(?:an?|the)\s+(?:rough\s+|simple\s+|quick\s+)?(?:count|list|number|total|table|breakdown|names?|figure"
    r"|percentage|split|ranking)(?P<by>\s+(?:by|per)\s+\w+)?\s+(?:will\s+do|would\s+do|does\s+it|suffices|is\s+(?:all|enough|fine|plenty"
    r"|sufficient|good|what)(?:\s+(?:i|we)\s+(?:need|want))?)\W*$",
    re.I,
)
"""What is enough of an answer: by what it is told stays."""


def asked_straight(text: str) -> str:
    """A question without the words that only open it; stays as it is where nothing else is left.

    Args:
        text: plain.
    """
    text = _WILL_DO.sub(lambda said: said["by"] or "", text)
    found = _OPENING.match(text)
    rest = text[found.end() :] if found is not None and re.search(r"\w", found[0]) else text
    asking = found["asking"] if found is not None else None
    if asking and (whether := _WHETHER.match(rest)) is not None:
        return _as_question(rest[whether.end() :]) or text
    if asking and not _WHAT.match(rest):
        rest = text[found.start("asking") :] if found is not None else text
    if (give := _GIVE.match(rest)) is not None:
        rest = ("list " if give["what"] and "list" in give["what"] else "give me ") + rest[give.end() :]
    return rest if re.search(r"\w", rest) else text


def _as_question(told: str) -> str:
    """`feeder 8 is live` as `is feeder 8 live`; what somebody could do as it is asked of him."""
    if (wanted := _WANTED.match(told)) is not None:
        return told[wanted.end() :]
    if (there := _THERE.match(told)) is not None:
        return f"is there {there['rest']}"
    if (found := _STATEMENT.match(told)) is not None and not _WHAT.match(found["rest"]):
        return f"{found['verb']} {found['who']} {found['rest']}"
    return f"is {told}" if re.search(r"\w", told) else ""
