"""Alarms and calls in everyday words, and the state, kind or severity that is said to be one."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_SOMEBODY: Final = r"(?:nobody|no\s+one|no-one|not\s+anybody|none\s+of\s+us)"
_STATES: Final = r"(?:open|closed|completed|finished|active|available|busy|free|idle|working|assigned|unassigned|off[\s_-]shift|on[\s_-]shift|en[\s_-]?route|on[\s_-]site|shelved|unacknowledged|acknowledged|suppressed|overdue|in[\s_-]progress|on[\s_-]hold|scheduled|created|cancelled|predicted|planned|confirmed|energi[sz]ed|de-?energi[sz]ed)"
_GRADES: Final = r"(?:critical|very\s+high|high|medium|low|top|urgent)"
_KINDS: Final = r"(?:line|trouble|vegetation|underground|inspections?|repairs?|replacements?|tree[\s-]+trimming|trimming|switching|sustained|momentary|planned|unplanned|residential|commercial|industrial)"
OF_ALARMS: Final = turns(
    r"alarm|alert|\bcalls?\b|phon|status|state|severity|\btype\b|\bkind\b|priority|prio\b|rang|rung",
    (
        (rf"\b(?P<v>{_GRADES})[\s-]+severity\b|\b(?:of\s+|with\s+)?(?:the\s+)?severity\s*(?:is|of|=|:)?\s*(?P<w>{_GRADES})\b", r"\g<v>\g<w> priority"),
        (rf"\b(?:of|with|at)\s+(?:a\s+)?(?P<v>{_GRADES})\s+priority\b", r"\g<v> priority"),
        (rf"\b(?:priority|prio)\s*(?:is|of|=|:)\s*(?P<v>{_GRADES})\b", r"\g<v> priority"),
        # A state or a kind that is said to be one.
        (rf"\b(?:(?:with|in|of|having|whose|where|and|currently\s+have|have|has|having)\s+)?(?:(?:a|an|the|current|present|its|their)\s+)*(?:status|state|condition)\s*(?:field\s*)?(?:is|are|of|=|:)?\s*(?P<v>{_STATES})\b", r" \g<v>"),
        (rf"\b(?:with|in|of|having)\s+(?:(?:a|an|the|current|present)\s+)*(?P<v>{_STATES})\s+(?:status|state)\b", r" \g<v>"),
        (rf"\b(?P<v>{_STATES})\s+(?:status|state)(?=\W*$|\s+(?:right|now|at|in|on|for))", r"\g<v>"),
        (rf"\b(?:(?:with|of|having|whose|where|and)\s+)?(?:(?:a|an|the)\s+)*(?:type|kind|category)\s*(?:is|are|of|=|:)?\s*(?P<v>{_KINDS})\b", r" \g<v>"),
        (r"\bstatus\s+(?:field|column|value)\b", "status"),
        # Alarms that nobody has seen, and those that stand.
        (rf"\b(?P<o>alarms?|alerts?)\s+(?:(?:that|which)\s+)?(?:are\s+|is\s+|have\s+|has\s+)?(?:still\s+)?{_SOMEBODY}\s+(?:has\s+|have\s+|'s\s+)?(?:yet\s+)?(?:ack\w*|taken\s+(?:note|notice)\s+of|noticed|looked\s+at|seen|confirmed|responded\s+to|attended\s+to|accepted)(?:\s+(?:them|yet|so\s+far))*", r"unacknowledged \g<o>"),
        (rf"\b(?P<o>alarms?|alerts?)(?P<m>\s+(?:on|at|in|of|for|from)\s+\S+(?:\s+\d+)?)\s+(?:(?:that|which)\s+)?(?:still\s+)?{_SOMEBODY}(?:\s+has|\s+have|'s)?\s+(?:yet\s+)?(?:ack\w*|taken\s+(?:note|notice)\s+of|noticed|looked\s+at|seen|confirmed|responded\s+to|attended\s+to|accepted)(?:\s+(?:them|yet|so\s+far))*", r"unacknowledged \g<o>\g<m>"),
        (rf"\b(?P<o>alarms?|alerts?)\s+(?:has|have)\s+{_SOMEBODY}\s+(?:yet\s+)?(?:ack\w*|taken\s+(?:note|notice)\s+of|noticed|looked\s+at|seen|confirmed|responded\s+to|attended\s+to|accepted)(?:\s+(?:them|yet|so\s+far))*", r"unacknowledged \g<o>"),
        (r"\b(?P<o>alarms?|alerts?)\s+(?:(?:that|which)\s+)?(?:(?:are|is|still|have|has)\s+)*(?:waiting|pending|awaiting|need(?:ing)?)\s+(?:(?:for|on|to|be|an|someone|somebody|anyone|a\s+person|us)\s+)*(?:to\s+)?ack\w*(?:\s+them)?", r"unacknowledged \g<o>"),
        (r"\b(?P<o>alarms?|alerts?)\s+(?:where\s+|with\s+)?acknowledged\s*(?:is|=|:)?\s*(?:no|false|n|0)\b", r"unacknowledged \g<o>"),
        (rf"\b(?P<o>alarms?|alerts?)\s+(?:(?:that|which)\s+)?(?:(?:are|is|have|has)\s+)*(?:{_SOMEBODY}\s+(?:has\s+|have\s+)?|(?:(?:still|sitting|there|not|yet|been)\s+)*(?:not)\s+(?:yet\s+|been\s+)*)(?:clos|clear|resolv)ed(?:\s+(?:out|yet))*", r"open \g<o>"),
        (r"\b(?P<o>alarms?|alerts?)\s+(?:(?:that|which)\s+)?(?:(?:are|is|still|currently|sitting|there)\s+)*(?:up|on|sounding|ringing|showing|lit|standing\s+open|hanging|sitting(?:\s+(?:there|around))?|outstanding|unresolved|uncleared)(?=\W*$|,|\s+(?:right|now|at|in|on|how|count|currently))(?!\s+on\s+(?:feeder|fdr|sub|F\d|SUB))", r"open \g<o>"),
        (r"\b(?P<o>alarms?|alerts?)\s+(?:(?:that|which)\s+)?(?:(?:are|is|have|has|been|got|were|currently|now)\s+)*(?:put\s+(?:on|upon)|sitting\s+on|on|parked\s+on)\s+(?:the|a)\s+shelf\b", r"shelved \g<o>"),
        # Calls.
        (r"\bhow\s+(?:many\s+times|often)\s+(?:have|has|did|do)\s+(?:people|customers?|folks|anyone|anybody|they|the\s+public)\s+(?:phone[d]?|call(?:ed)?|rang|ring|rung|dial(?:led|ed)?)(?:\s+(?:us|in|up))*", "how many calls"),
        (r"\b(?P<o>(?:trouble\s+)?calls)\s+(?:(?:that|which)\s+)?(?:(?:have|has|did|do|had)\s+)?(?:we|you|they|the\s+(?:desk|company|utility|call\s+center))\s+(?:(?:have|has|had)\s+)?(?:get|got|gotten|receive[d]?|take|taken|took|field(?:ed)?|answer(?:ed)?|had|have|pick(?:ed)?\s+up|handle[d]?|see|seen|log(?:ged)?)(?=\W|$)", r"\g<o>"),
        (r"\b(?P<o>(?:trouble\s+)?calls)\s+(?:(?:have|has|did|that|which)\s+)?(?:com(?:e|es|ing)|came|been\s+(?:received|taken|logged)|arrived?|roll(?:ed)?)\s*(?:in(?:to)?|through)?(?:\s+(?:from|by)\s+(?:folks|people|customers|the\s+public))?(?=\W|$)", r"\g<o>"),
        (r"\b(?P<o>(?:trouble\s+)?calls)\s+(?:from|by)\s+(?:folks|people|the\s+public)\b", r"\g<o>"),
    ),
)  # fmt: skip
