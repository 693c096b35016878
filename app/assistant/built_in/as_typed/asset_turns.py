"""Turns of speech of assets: health, failures, risk, trees near the line and inspections, brought to the tools' words.

Each is a pattern over the question in any case, and what stands in its place; names and numbers are never part of one.
"""

from __future__ import annotations

import re
from typing import Final

_TREES: Final = r"(?=.*\b(?:trees?|vegetation|trim\w*|branch(?:es)?|canop(?:y|ies)|brush|limbs?|clearances?)\b)"
_ASSETS: Final = r"(?:transformers?|xfmrs?|tx|trafos?|poles?|assets?|equipment|units?|TX-[\w-]+|P-\d+)"
_BREAKING: Final = (
    r"(?:break(?:ing)?(?:\s+down)?|dying|die|going(?:\s+(?:out|bad|down|bang))|go\s+(?:bad|bang)|giv(?:e|ing)\s+(?:out|up)|blow(?:ing)?(?:\s+up)?"
    r"|burn(?:ing)?\s+(?:out|up)|quit(?:ting)?|pack(?:ing)?\s+(?:it\s+)?in|conk(?:ing)?\s+out|crap(?:ping)?\s+out|fail(?:ing)?)"
)

_TURNS: Final = (
    # Health, failures, risk.
    (r"\bhow\s+healthy\s+(?:(?:is|are|were|was)\s+)?(.*?)(?:\s+(?:is|are|were|was))?,?\s*\bon\s+average\b(?:,?\s*as\s+an?\s+score)?", r"average health of \1"),
    (r"\bon\s+average\b,?\s*(.*?)\bhealth(?:\s+score)?\b", r"\1average health "),
    (r"\b(?:worst|poorest|sorriest|roughest|saddest)\s+(?:shape|nick|state|order|health|condition)\b", "worst health"),
    (r"\b(best|good|poor|bad)\s+(?:shape|nick|order)\b", r"\1 health"),
    (rf"\b({_ASSETS}\b.{{0,40}}?)\b(?:(?:have|has|had)\s+)?(?:been|stood|served|standing|serving|lasted)\s+(?:(?:around|there|out\s+there|up|in)\s*(?:the\s+|our\s+)?(?:fleet|service|field|ground|system|use)?\s+)?(?:the\s+)?longest\b", r"\1are the oldest"),
    (rf"\b(?:chances?|odds|likelihood|probability|risk)\s+of\s+{_BREAKING}\b", "failure probability"),
    (rf"\b(?:should|do|would)\s+(?:we|i|you)\s+expect\s+to\s+(?:{_BREAKING}|go)\s+(?:first|next|soonest)\b|\b(?:expected|likely|likeliest|about|going|due)\s+to\s+(?:{_BREAKING}|go)\s+(?:first|next|soonest)\b", "are most likely to fail"),
    (rf"\b({_ASSETS})\s+(?:have\s+|has\s+|did\s+)?(?:gave\s+out|broke\s+down|broken\s+down|died|die|gone\s+bad|went\s+bad|blew(?:\s+up)?|blown|quit|conked\s+out|packed\s+(?:it\s+)?in|given\s+out|burned\s+(?:out|up)|burnt\s+(?:out|up)|failed)(?:\s+on\s+us)?(?:\s+back)?\b", r"\1 failed"),
    (r"\bpieces?\s+of\s+(?:equipment|kit|gear|plant)\b", "assets"),
    (r"\bassets\s+(?:have\s+|has\s+)?(?:died|broken|broke|gone)\b(?:\s+on\s+us)?", "assets failed"),
    (r"\b(?:should\s+)?(?:worr(?:y|ies)|concerns?|scares?|trouble[sd]?)\s+(?:us|me|you)?\s*(?:the\s+)?most\s+(?=(?:by\s+)?risk\b)", "highest "),
    (r"\b(?:what|how\s+much)\s+(?:do|does)\s+(.+?)\s+cost\s+(?:us\s+)?in\s+annual\s+risk\s+cost\b", r"annual risk cost of \1"),
    (r"\b(?:adds?|sums?|comes?|amounts?)\s+(?:up\s+)?to\b(?:\s+(?=for\b))?", ""),
    (r"\byearly\b(?=.*\brisk)|\byearly\b(?=\s+(?:risk|cost))", "annual"),
    (r"\brisk\s+cost\s*/\s*(?:yr|year)\b|\brisk\s+(?:cost\s+)?(?:per|each|every)\s+year\b", "annual risk cost"),
    (r"\b(?:hang(?:ing|s)?|hung)\s+off(?:\s+of)?\s+(?:them|it)\b", ""),
    (r"\b(?:supply|supplying|supplies|serving|serve|feeding|feed)\s+the\s+(?:most|highest|greatest|largest|biggest)\s+(?:number\s+(?:of\s+)?)?(?:of\s+)?customers\b", "with the most customers"),
    (r"\b((?:failure\s+probability|likely\s+to\s+fail)\b.{0,40}?)\s+(?:with)?(?:in\s+)?(?:this|the\s+coming|the\s+next)\s+year\b", r"\1"),
    (r"\b(?:past|beyond)\s+(\d+)\s+(?:years?\s+(?:old|of\s+age|in\s+age)|yrs?\s+old)\b", r"over \1 years old"),
    # Vegetation.
    (r"\b(clearance\b(?:\s+to\s+(?:the\s+)?trees?)?)(.*?)\s+(?:(?:is|are)\s+)?(?:left|remaining|remains)\b", r"\1\2"),
    (r"\b(?:how\s+much|what)\s+clearance\b(.*?)\b(?:on|at|of|has|for)\s+the\s+(?:worst|tightest|closest)\s+span\b", r"span with the smallest clearance\1"),
    (r"\bhow\s+(?:long|soon)\s+(?:until|till|before|is\s+it\s+(?:until|till|before))\s+(.+?)\s+(?:needs?|requires?|has|is\s+due)\s+(?:to\s+be\s+|for\s+)?(?:a\s+)?(?:trimm?(?:ing|ed)?|cutt?(?:ing)?|prun\w+)\b", r"time to trim of \1"),
    (r"\b(trees?|vegetation)\s+(?:that\s+(?:is|are)\s+)?(?:next\s+to|beside|along|near(?:est)?(?:\s+to)?|by|closest\s+to|at|under)\s+(?=(?:span\s+|segment\s+)?SEG)", r"\1 of "),
    (r"\b(?:trees?|vegetation)\s+(?:and|or)\s+(?:brush|bushes|shrubs|limbs|branches|vegetation|trees)\b", "trees"),
    (rf"{_TREES}\b(?:line\s+|overhead\s+)?(?:stretch(?:es)?|sections?|pieces?|bits?|runs?|lengths?)\s+of\s+(?:overhead\s+)?(?:wire|line|conductor|cable)s?\b", "spans"),
    (r"\b(?:line|wire|conductor|overhead)\s+(spans?)\b", r"\1"),
    (r"\b(?:inside|within|under|below|closer\s+than|less\s+than|in)\s+(?:the\s+)?(?:safe|required|minimum|allowed|permitted|mandatory|legal)\s+(?:distance|clearance|limit|gap)s?\b", "too close"),
    (r"\bviolat(?:e|es|ed|ing)\s+(?:the\s+)?(?:required\s+|minimum\s+|safe\s+)?clearances?(?:\s+(?:to|from)\s+(?:the\s+)?(?:trees?|vegetation))?\b", "too close"),
    (r"\b(?:trees?|vegetation)\b(?=.*\btoo\s+close\b)(?=.*\bspans?\b)|(?<=too\sclose)\s+(?:to\s+)?(?:the\s+)?(?:trees?|vegetation)\b", ""),
    (r"\bgiv(?:e|es|ing)\s+(?:us\s+|me\s+)?(?:the\s+)?most\s+(?:grief|trouble|headaches?|problems?|worr(?:y|ies))\b", "the worst"),
    (r"\bmost\s+(?:severe|serious|acute|dire|grave)\b", "highest"),
    (r"\b(?:trimming\s+priority|priority\s+(?:for|of)\s+(?:vegetation\s+|tree\s+)?trimming)\b", "vegetation risk"),
    (r"\bvegetation\s+(?:condition|situation|problem|exposure|pressure)s?\b", "vegetation risk"),
    (r"\bwill\s+(need|require)\b(?=.*\b(?:trees?|trim\w*|cut\w*|prun\w*))", r"\1"),
    (r"\b(need|require)s?\s+(?:their|its|the)\s+(?:trees?|branches|vegetation)\s+(?:cut|trimmed|pruned|cleared)(?:\s+(?:back|down))?\b", r"\1 trimming"),
    (r"\b((?:top|first|worst|most\s+important)\s+(?:\w+\s+)?spans?)\s+to\s+(?:be\s+)?(?:trim|cut|prune|clear)(?:m?ed)?(?:\s+back)?\b", r"\1 to trim first"),
    # Inspections.
    (r"\bwhere\s+does\s+it\s+(?:say|state|specify|describe|tell)\b", ""),
    (r"\bwhat\s+did\s+(?:the\s+)?(?:inspectors?|inspection|they|crews?)\s+(?:find|see|note|report|discover)\s*(?:wrong\s+)?(?:with|on|at|about|of)\s+(.+?)(?=\W*$)", r"result of the last inspection of \1"),
    (r"\bmost\s+recent(ly)?\s+(?=inspect)", "last "),
    (r"\b(?:outcome|finding|verdict|upshot|conclusion)s?\s+of\s+(?=(?:the\s+|its\s+)?(?:most\s+recent\s+|last\s+|latest\s+)?inspection)", "result of "),
    (r"\b(?:most\s+recent|latest|last|newest)\s+inspection\s+(?:result|outcome|finding)s?\b", "result of the last inspection"),
    (r"\bhow\s+did\s+(.+?)\s+(?:come\s+out|turn\s+out|do|fare|score|look|hold\s+up)\s+(?:in|at|on|during|the)\s+(?:(?:its|the)\s+)?(?:last|latest|most\s+recent)\s+(?:inspection|time\s+(?:somebody|someone|anyone|they|we|it\s+was)\s*(?:inspected|checked|looked)(?:\s+at)?(?:\s+it)?)", r"result of the last inspection of \1"),
    (r"\bwhat\s+(?:did\s+)?(?:they|we|somebody|someone|crews?|inspectors?|the\s+inspectors?)\s+(?:found|f[io]nd|see|saw)\s+when\s+(.+?)\s+was\s+(?:last|most\s+recently)\s+(?:inspected|checked|looked\s+at)(?:,?\s*what\s+was\s+the\s+result)?", r"result of the last inspection of \1"),
    (r"\bwhat\s+did\s+(?:the\s+)?(?:last|latest|most\s+recent)\s+inspection\s+of\s+(.+?)\s+(?:find|show|say|turn\s+up|reveal|uncover)\b", r"result of the last inspection of \1"),
    (r"\b(?:on\s+what\s+date|what\s+date|which\s+date)\b(?=.*\binspect)", "when"),
    (r"\b(?:date\s+of\s+(?:the\s+)?(?:last|latest|most\s+recent)\s+inspection|(?:last|latest|most\s+recent)\s+inspection\s+date)\b", "when was the last inspection"),
    (r"\binspection\s+(?:date\s+)?(.*?)\s+(?:carried\s+out|conducted|performed|done|made|completed)(?=\W*$)", r"inspection \1"),
    (r"\bwhen\s+did\s+(?:somebody|someone|anyone|we|they|a\s+crew|anybody|crews?)\s+last\s+(?:(?:go|get)\s+(?:out|up)?\s*(?:there\s+)?(?:and|to)\s+)?(?:check(?:\s+(?:over|out|on|up\s+on))?|look(?:\s+(?:at|over))?|inspect|examine|survey|visit)\b", "when was last inspected"),
)  # fmt: skip
ASSET_TURNS: Final = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in _TURNS)
"""Patterns, and what is said plainly instead."""
