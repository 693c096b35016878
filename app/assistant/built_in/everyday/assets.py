"""The condition of assets in everyday words: what was lost for good, how old it was then, trees beside a line, what is weakest."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_ASSETS: Final = r"(?:transformers?|poles?|assets?)"
_DIED: Final = r"(?:fail(?:ed)?|die[d]?|broke(?:\s+down)?|break|blew(?:\s+up)?|gave\s+(?:out|up)|burn(?:ed|t)(?:\s+out)?|went(?!\s+(?:out|off|without))|bit\s+the\s+dust|conked\s+out|packed\s+up|reach(?:ed)?\s+(?:its|their)\s+end)"
_NAME: Final = r"(?:[A-Z]{1,4}-[\w-]*\d)"
_LINE: Final = r"(?:an?\s+|the\s+|our\s+|any\s+|one\s+of\s+our\s+)?(?:power\s+)?(?:lines?|conductors?|wires?|spans?)"
OF_ASSETS: Final = turns(
    r"transformer|pole|asset|tree|span|trim|strength|fail|seg-|\bage\b|\bold\b|vegetation|bushing|inspect|clearance",
    (
        (r"\badd(?:ed|ing)?\s+up\s+(?=(?:the|all|our|every)\b)|\bsum\s+up\s+(?=(?:the|all|our|every)\b)|\btot(?:al|ting)\s+up\s+(?=(?:the|all|our|every)\b)", "total "),
        (r"\b(?:across|in|of|on|from|over)\s+(?:the|our)\s+(?:whole|entire|complete|full)\s+fleet\b", ""),
        # One level that is two: not two questions.
        (r"\b(?:high\s*(?:or|and|/|to)\s*critical|critical\s*(?:or|and|/)\s*high|high\s+or\s+(?:worse|above))(?=\s+(?:(?:tree|vegetation)\b|risk\b|levels?\b|spans?\b))", "high critical"),
        # What failed for good, and how old it was.
        (r"\b(?P<a>transformers?|poles?)\s+(?:(?:that|which)\s+)?(?:(?:we|you)\s+(?:(?:have|had|did)\s+)?(?:los[et]|lost)(?:\s+(?:for\s+good|to\s+failures?))?)(?!\s+(?:power|supply|service|electricity|contact|communication|sight))", r"failed \g<a>"),
        (r"\b(?:did|have|has)\s+(?:we|you)\s+(?:los[et]|lost)\s+(?:any\s+)?(?P<a>transformers?|poles?)\b", r"failed \g<a>"),
        (r"\b(?P<n>how\s+many|which|what)\s+(?P<a>transformers?|poles?)\s+(?:did|have|has)\s+(?:we|you)\s+(?:los[et]|lost)\b(?!\s+(?:power|supply|contact))", r"\g<n> failed \g<a>"),
        (r"\b(?P<a>transformers?|poles?)\s+(?:(?:that|which)\s+)?(?:have\s+|has\s+|had\s+)?(?:died|blown\s+up|blew\s+up|gave\s+out|given\s+out|bit\s+the\s+dust|conked\s+out|packed\s+up)\b", r"failed \g<a>"),
        (rf"^\W*(?:take|taking|of|for|among|looking\s+at|consider(?:ing)?|with)\s+(?:all\s+)?(?:the\s+|our\s+)?(?P<a>{_ASSETS})\s+(?:(?:that|which)\s+)?{_DIED}(?P<w>\b.{{0,30}}?)\s*[:,;.-]+\s*how\s+old\s+(?:were|was|are|is)\s+(?:they|these|those|each|it)\b(?:\s*,?\s*on\s+average\s*,?|\s*,?\s*in\s+the\s+mean\s*,?)?(?:\s+(?:when|at\s+the\s+time)\s+(?:they|it|that)\s+{_DIED})?(?:\s*,?\s*on\s+average)?", r"average age of failed \g<a> \g<w>"),
        (rf"\b(?:how\s+old\s+(?:were|was|are|is)|what\s+(?:was|is|were)\s+the\s+(?:average|mean)\s+age\s+of|(?:average|mean)\s+age\s+of)\s+(?:the\s+|our\s+|all\s+)*(?P<a>{_ASSETS})\s+(?:(?:that|which)\s+)?(?:have\s+|had\s+)?{_DIED}(?P<w>\b.{{0,30}}?)(?:\s*,?\s*(?:on\s+average|when\s+(?:they|it)\s+{_DIED}|at\s+the\s+time|at\s+failure)\s*,?)+(?=\W*$)", r"average age of failed \g<a> \g<w>"),
        (rf"\b(?:average|mean|typical)\s+age\s+(?:of\s+(?:our\s+|the\s+)?(?P<a>{_ASSETS})\s+)?(?:at|upon|on|by|when)\s+(?:(?:the\s+time\s+of\s+)?(?:their\s+|its\s+)?failure|(?:they|it)\s+{_DIED})", r"average age of failed \g<a>"),
        (rf"\bat\s+(?:what|which)\s+age\s+(?:do|did|does)\s+(?:our\s+|the\s+)?(?P<a>{_ASSETS})\s+(?:usually\s+|typically\s+|on\s+average\s+)?{_DIED}(?:\s+on\s+average)?", r"average age of failed \g<a>"),
        (r"\b(?P<m>most\s+likely\s+to\s+(?:fail|break|die)\b.*?),?\s*\(?(?:the\s+)?(?:most\s+likely|likeliest|worst|highest|riskiest|top|most\s+probable)\s+(?:ones?\s+)?(?:first|on\s+top)\)?", r"\g<m>"),
        # What is weakest.
        (r"\b(?P<a>poles?)\s+(?:(?:that|which)\s+)?(?:(?:has|have|had)\s+)?(?:los[et]|lost)\s+(?:the\s+)?most\s+(?:of\s+(?:its|their)\s+)?strength\b", r"\g<a> with the lowest remaining strength"),
        (r"\b(?P<a>poles?)\s+(?:(?:that|which)\s+)?(?:(?:has|have|had)\s+)?(?:the\s+)?(?:greatest|biggest|largest|highest|most)\s+(?:loss\s+of\s+strength|strength\s+loss)\b", r"\g<a> with the lowest remaining strength"),
        (r"\b(?:has|have|had|with)\s+(?:the\s+)?(?:least|lowest|smallest)\s+(?:strength\s+(?:left|remaining)|residual\s+strength)\b", "with the lowest remaining strength"),
        # Trees beside a line.
        (rf"(?P<t>\btrees?)\s+(?:(?:that|which)\s+)?(?:(?:is|are|stands?|standing|grows?|growing)\s+)?(?:right\s+)?(?:next\s+to|beside|by|along(?:side)?|near(?:\s+to)?|close\s+to|adjacent\s+to|bordering)\s+{_LINE}(?=\W|$)(?!\s+(?:segment|crew))", r"\g<t>"),
        (r"\bhow\s+(?:tall|high|big)\s+is\s+the\s+(?:tallest|highest|biggest)\s+tree\b", "height of the tallest tree"),
        (rf"\b(?:how\s+(?:many\s+(?:years|months)|long|soon)|when)\s+(?:(?:is\s+it|have\s+we|do\s+we\s+have|left|will\s+it\s+(?:be|take)|are\s+there|remain)\s+)*(?:until|till|before|til)\s+(?P<s>{_NAME})\s+(?:will\s+|would\s+)?(?:needs?|has|have|is|must|requires?|should|be|gets?|have)\s*(?:to\s+be\s+|due\s+for\s+|an?\s+|another\s+|its\s+|next\s+|be\s+)*(?:tree\s+)?(?:trim(?:med|ming)?|cut(?:\s+back)?|prun(?:ed|ing)|clear(?:ed|ing)|due)\b", r"when is \g<s> due for trimming"),
        (rf"\b(?:by\s+)?when\s+(?:does|do|will|must|should|is)\s+(?P<s>{_NAME})\s+(?:need(?:s)?|have|require|be|due)\s*(?:to\s+be\s+|for\s+|an?\s+)*(?:trim(?:med|ming)?|cut(?:\s+back)?|prun(?:ed|ing)|clear(?:ed|ing))\b", r"when is \g<s> due for trimming"),
        # A thing named twice: "our vegetation crew, Crew-005,".
        (r"\b(?:our|the|my|that|this)\s+(?:\w+\s+){0,2}(?:crew|team|transformer|pole|feeder|recloser|breaker|fuse|substation|meter|span|tie)\s*,\s*(?P<n>[A-Z][A-Za-z]{0,4}-[\w-]*\d|F\d{2,})\s*,", r"\g<n>"),
    ),
)  # fmt: skip
