"""Outages that are over, in everyday words: what they began at, who was sent, whether the estimate was kept."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_OUTAGES: Final = r"(?:outages?|interruptions?)"
_BACK: Final = (
    r"(?:(?:(?:the|our|their|its|all|everyone|everybody|customers|people|folks)\s+)*(?:lights?|power|supply|electricity|service|customers|people|everyone|everybody)?"
    r"\s*(?:(?:were|was|are|is|got|came|come|been|be|had|have|has|did|get|being)\s+)*(?:back(?:\s+on)?|restored|on\s+again|over|fixed|finished|done|resolved|cleared|ended|re-?energi[sz]ed|completed))"
)
_ETR: Final = (
    r"(?:(?:(?:the|their|its|our|an?|any|that|which)\s+)*(?:(?:published|given|stated|promised|quoted|announced|estimated|expected|first|last|own)\s+)*(?:ETRs?|etas?|estimates?|restoration\s+(?:times?|estimates?)|promised\s+times?)"
    r"(?:\s+(?:(?:that|which)\s+)?(?:(?:we|you|they|it|was|were|they'?d|we'?d|you'?d|had|have|has|been|ha[ds]n't)\s+)+(?:gave|given|give|published|stated|promised|quoted|announced|told|set|made|put|sent|posted|communicated|out)(?:\s+(?:out|up|them|it|to\s+(?:customers|people|the\s+public)))*)?(?:\s+for(?=\s+(?:outage|incident|ticket)\b))?)"
)
_LATER: Final = r"(?:(?:much|far|well|any|a\s+bit|hours)\s+)?(?:later\s+than|after|past|beyond|behind|over)"
_SENT: Final = r"(?:sen[dt]|dispatched|called(?:\s+out)?|assigned|deployed|put|rolled|ordered|turned)"
_CAUSES: Final = r"(?:an?\s+|the\s+)?(?:weather|storms?|lightning|vegetation|trees?|animals?|squirrels?|birds?|equipment|vehicles?|cars?|wind|ice|fires?|overloads?|vandalism)\b"
OF_PAST: Final = turns(
    r"outage|interrupt|\bETRs?\b|\betas?\b|\bmomentar|restor|\bcauses?\b|supply|power|incident",
    (
        # What it was restored by, and after.
        (rf"\b(?:did|have|has)\s+(?:we|they|you|the\s+crew|it)\s+(?P<v>miss(?:ed)?|blow|blown|exceed(?:ed)?|overrun|break|broken)\s+{_ETR}(?:\s+(?:for|of|on|in)\s+|\s+)(?P<o>(?:outage|incident|ticket)\s*#?\s*\d+)", r"did \g<o> miss ETR"),
        (rf"\b(?:did|have|has)\s+(?:we|they|you|the\s+crew|it)\s+(?P<v>meet|met|ke[ep]+t?|hit|make|made|hold|held)\s+{_ETR}(?:\s+(?:for|of|on|in)\s+|\s+)(?P<o>(?:outage|incident|ticket)\s*#?\s*\d+)", r"did \g<o> meet ETR"),
        (rf"^\W*(?:was|were|did|is)\s+(?P<o>(?:outage|incident|ticket)\s*#?\s*\d+)\s+{_BACK}\s+{_LATER}\s+{_ETR}", r"did \g<o> miss ETR"),
        (rf"^\W*(?:was|were|did|is)\s+(?P<o>(?:outage|incident|ticket)\s*#?\s*\d+)\s+{_BACK}\s+(?:by|before|within|in\s+line\s+with)\s+{_ETR}", r"did \g<o> meet ETR"),
        (rf"\b(?:did|do)\s+(?:we|they|you)\s+miss\s+{_ETR}", "late outages"),
        (rf"\b(?:in\s+)?(?P<h>how\s+many|what\s+(?:share|percentage|percent|fraction)\s+of)\s+(?P<o>{_OUTAGES}|times|cases)(?P<mid>\b(?:(?!\bof\b).){{0,40}}?)\s*(?:(?:did|do|have|has|had|were|was|where|that|which|when|in\s+which|is|are)\s+)*(?:(?:we|they|you)\s+)?(?:{_BACK}\s+{_LATER}\s+|(?:miss(?:ed)?|exceed(?:ed)?|overr[au]n|blew|blow|broke|break|broken|blown|overshot)\s+){_ETR}", r"\g<h> late outages \g<mid>"),
        (rf"\b(?P<o>{_OUTAGES})(?P<mid>\b(?:(?!\bof\b).){{0,40}}?)\s*(?:(?:that|which|where|whose|in\s+which)\s+)*{_BACK}\s+{_LATER}\s+{_ETR}", r"late \g<o>\g<mid>"),
        (rf"\b(?P<o>{_OUTAGES})(?P<mid>\b(?:(?!\bof\b).){{0,40}}?)\s*(?:(?:that|which|where|whose|in\s+which)\s+)*(?:(?:did|were|was|have|has|had|we)\s+)*(?:miss(?:ed)?|exceed(?:ed)?|overran|overrun|blew|broke|overshot)\s+{_ETR}", r"late \g<o>\g<mid>"),
        (rf"\b{_OUTAGES}\s+with\s+(?:an?\s+|the\s+)?(?:missed|late|broken|blown)\s+{_ETR}|\bmissed\s+(?:ETRs|estimates)\b|\bETRs?\s+(?:(?:that|which)\s+)?(?:(?:did|do|have|has|were|was|we)\s+)*(?:miss(?:ed)?|broken|blown|overrun)\b", "late outages"),
        (rf"\b(?P<o>{_OUTAGES})(?P<mid>\b(?:(?!\bof\b).){{0,40}}?)\s*(?:(?:that|which|where|whose|in\s+which)\s+)*(?:{_BACK}\s+(?:by|before|within|earlier\s+than|sooner\s+than|no\s+later\s+than)\s+|(?:(?:did|were|was|have|has|had|we)\s+)*(?:meet|met|kept|keep)\s+){_ETR}", r"met ETR \g<o>\g<mid>"),
        # Who was sent.
        (rf"\b(?P<c>crews?)\s+(?:(?:that|which|who)\s+)?(?:(?:has|have|had|got|gets|was|were|is|are|been|did)\s+)*(?:{_SENT}|went|gone|go|responded|respond|attended|attend|worked|work|handled|handle|drove|turned\s+out|(?:rolled\s+)?out)\s+(?:out\s+)?(?:(?:to|on|for|at)\s+)?(?P<q>(?:the\s+)?(?:most|fewest|least|highest\s+number\s+of|largest\s+number\s+of)\s+)(?={_OUTAGES})", r"\g<c> had \g<q>"),
        (rf"\b(?:who|which\s+crew|what\s+crew)\s+(?:(?:was|were|is|got|did|has|have|been)\s+)*(?:{_SENT}|went|gone|go|responded|respond|attended|attend|worked|work|handled|handle|drove|fixed|fix|restored|restore|repaired|repair|took\s+care\s+of|dealt\s+with)\s+(?:out\s+)?(?:(?:to|on|for|at)\s+)?(?P<o>(?:outage|incident|ticket)\s*#?\s*\d+)(?:\W+i\s+mean\s+(?:the\s+)?crew)?", r"which crew is on \g<o>"),
        (r"[.?!,]\s*i\s+mean(?:t)?\s+(?:the\s+)?crew\b", ""),
        # What it began at.
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:did|has|have|was|were)\s+(?:an?\s+)?{_OUTAGES}\s+(?:start(?:ed)?|begin|began|begun|originate[d]?|arise|arose)\s+(?:at|on|from|with|behind)\s+", "how many outages at "),
        (rf"\b(?P<o>{_OUTAGES})\s+(?:(?:that|which|have|has|did)\s+)*(?:start(?:ed|ing)?|beg[aiu]n|beginning|originat(?:e|ed|ing)|ar[io]se|arising)\s+(?:at|on|from|with|behind)\s+(?=(?:an?\s+|the\s+|our\s+)?(?:feeder\s+)?(?:breakers?|reclosers?|fuses?|switch(?:es)?|sectionali[sz]ers?)\b)", r"\g<o> at "),
        (r"\b(?:an?\s+|the\s+)?(?:feeder|line|substation|station)\s+(?=breakers?\b)", "a "),
        (rf"\b(?:behind|at|on|from|by)\s+(?P<w>which|what)\s+(?:(?:protective|protection|switching|interrupting|opening)\s+)?(?P<d>device|breaker|recloser|fuse|switch)\s+(?P<on>(?:(?:on|of|in)\s+\S+(?:\s+\d+)?\s+)?)(?:did|have|has|were|was)\s+(?P<q>the\s+(?:most|fewest)\s+)(?P<o>{_OUTAGES})\s*(?:(?:start|begin|begun|started|occur|occurred|happen|happened|originate|originated|been)(?:ed)?\b)?", r"\g<w> \g<d> \g<on> had \g<q>\g<o>"),
        (r"\bprotective\s+devices?\b", "device"),
        (rf"\b(?P<d>days?|dates?|months?|weeks?|weekdays?|hours?)\b(?P<mid>.{{0,25}}?)\s+(?:saw|see|had|brought|has|have|with|gave|produced|counted|recorded)\s+(?P<q>(?:the\s+)?(?:most|fewest|highest\s+number\s+of))\s+(?P<o>{_OUTAGES})\s+(?:start(?:ed|ing)?|begin(?:ning)?|begun|beg[au]n|occur(?:red|ring)?|happen(?:ed|ing)?)\b", r"\g<d>\g<mid> had \g<q> \g<o>"),
        (rf"\b(?:on|in|during)\s+(?P<w>which|what)\s+(?P<d>day|date|month|week|weekday|hour)\b(?P<mid>.{{0,25}}?)\s+(?:did|do|have|has)\s+(?:we\s+(?:have|see|get|count)\s+)?(?P<q>the\s+(?:most|fewest))\s+(?P<o>{_OUTAGES})(?:\s+(?:start|begin|began|occur|happen|come)\b)?", r"\g<w> \g<d> \g<mid> had \g<q> \g<o>"),
        # By cause.
        (r"\b(?:mean|average|avg)\s+(?:time\s+(?:to|of|until)\s+(?:restore|restoration|repair)|restoration\s+time|time\s+(?:it\s+takes\s+)?to\s+(?:restore|get\s+(?:the\s+)?power\s+back)|repair\s+time)|\bMTTR\b", "average outage duration"),
        (r"(?P<c>\bcauses\b.*\baverage\s+outage\s+duration\b.*?),?\s*(?:the\s+)?(?:slowest|longest|worst)\s+(?:ones?\s+)?(?:first|on\s+top|at\s+the\s+top)\b", r"\g<c>, highest first"),
        (r"(?P<c>\bcauses\b.*\baverage\s+outage\s+duration\b.*?),?\s*(?:the\s+)?(?:fastest|quickest|shortest)\s+(?:ones?\s+)?(?:first|on\s+top|at\s+the\s+top)\b", r"\g<c>, lowest first"),
        (rf"\b(?:car|vehicle|truck)[\s-]hit[\s-]pole\s+(?={_OUTAGES})|\b(?:car|vehicle|truck)[\s-](?:vs[\s-])?pole\s+(?={_OUTAGES})", "vehicle "),
        (rf"(?P<o>\b(?:vehicle|vegetation|animal|equipment|lightning|weather|tree|wind|ice|fire)\s+{_OUTAGES})\s*\(\s*cause[\s:=]*\w+\s*\)", r"\g<o>"),
        (rf"(?P<o>\b{_OUTAGES}\b.{{0,30}}?)\s+(?:(?:was|were|is|are|came|come)\s+)?(?:down\s+to|put\s+down\s+to|owed\s+to|attributed\s+to|because\s+of|on\s+account\s+of)\s+(?=(?:an?\s+|the\s+)?(?:weather|storms?|lightning|vegetation|trees?|animals?|squirrels?|birds?|equipment|vehicles?|cars?|wind|ice|fires?|overloads?|vandalism)\b)", r"\g<o> from "),
        (rf"\b(?P<c>customer\s+interruptions)(?P<w>\b.{{0,20}}?)\s+(?:from|due\s+to|because\s+of|owing\s+to|by)\s+(?={_CAUSES})", r"\g<c>\g<w> caused by "),
        # Momentary and long ones.
        (rf"\bmomentaries\b(?P<mid>.{{0,60}}?),?\s*\(?(?:i\.?\s?e\b\.?|that\s+is|meaning|so|in\s+other\s+words)[\s,:]+{_OUTAGES}.*$", r"momentary outages \g<mid>"),
        (r"\bmomentaries\b", "momentary outages"),
        (rf"\b(?P<o>{_OUTAGES})\s+(?:(?:that|which)\s+)?(?:were\s+|was\s+|are\s+)?(?:over|back|restored|done|ended|gone)\s+(?:within|in\s+(?:under|less\s+than))\s+(?:5|five)\s+min(?:ute)?s?\b", r"momentary \g<o>"),
        (r"\bhow\s+long\s+(?:were|was|have|had|did)\s+(?:the\s+)?(?:people|customers|folks|they|homes|everyone|it)\s+(?:be(?:en)?\s+|stay\s+|remain\s+)?(?:off|out|dark|down|without\s+(?:power|supply|lights?|electricity)|in\s+the\s+dark)\s+(?:in|during|by|for|due\s+to|because\s+of|with)\s+(?P<o>(?:outage|incident|ticket)\s*#?\s*\d+)(?:\W+(?:from\s+)?(?:the\s+)?start\s+to\s+(?:full\s+|complete\s+|final\s+)?(?:restoration|end|finish))?", r"how long did \g<o> last"),
        (r"(?P<q>\bhow\s+long\b.*?\b(?:outage|incident)\s*#?\s*\d+.*?)[,\s]+(?:from\s+)?(?:the\s+)?(?:start|beginning)\s+to\s+(?:the\s+)?(?:full\s+|complete\s+|final\s+)?(?:restoration|end|finish)\b", r"\g<q>"),
        # Who was hit again and again.
        (r"\b(?P<t>transformers?)\s+(?P<mid>(?:(?:there|on|in|of)\s+)?(?:\S+\s+(?:\d+\s+)?)?)(?:(?:has|have|had)\s+)?(?:los[et]|lost|went\s+without|was\s+without|were\s+without|been\s+without)\s+(?:supply|power|service|electricity)\s+(?:the\s+)?most(?:\s+(?:often|frequently|times))?\b", r"\g<t> \g<mid> had the most interruptions"),
        (r"\b(?P<t>transformers?)\s+(?P<mid>(?:(?:there|on|in|of)\s+)?(?:\S+\s+(?:\d+\s+)?)?)(?:(?:was|were|has|have|been|got|is)\s+)+(?:out|hit|interrupted|off|affected|knocked\s+out|down)\s+(?:the\s+)?most(?:\s+(?:often|frequently|times))\b", r"\g<t> \g<mid> had the most interruptions"),
    ),
)  # fmt: skip
