"""Indices of reliability by their full names, and what is said of how a year came out by them."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import THING, WE, turns

_INDEX: Final = r"(?:saidi|saifi|caidi|maifi|asai|cemi|celid)"
_OUT: Final = r"(?:out(?:\s+of\s+(?:power|service|supply))?|off|without\s+(?:power|supply|electricity|service|lights?)|in\s+the\s+dark|dark)"
_CAME: Final = r"(?:end(?:ed)?|wind|wound|finish(?:ed)?|com(?:e|es|ing)|came|turn(?:ed)?|score[sd]?|land(?:ed)?|post(?:ed)?|clock(?:ed)?|fare[sd]?|perform(?:ed)?|stack(?:ed)?|add(?:ed)?|work(?:ed)?|total(?:ed|led)?|close[ds]?|stand(?:s|ing)?|sit(?:s|ting)?|run(?:s|ning)?|record(?:ed)?|report(?:ed)?|book(?:ed)?|hit|reach(?:ed)?|amount(?:ed)?|average[ds]?)"
OF_INDICES: Final = turns(
    _INDEX + r"|\bindex\b|\bthe\s+average\s+customer\b|\bpercent|\bavailab|\bcustomer[\s-]+(?:minutes|hours|interruptions)|\bminutes\b|\bhours\b|\bCMI\b|\bCI\b",
    (
        (r"\bsystem\s+average\s+interruption\s+duration(?:\s+index)?\b", "SAIDI"),
        (r"\bsystem\s+average\s+interruption\s+frequency(?:\s+index)?\b", "SAIFI"),
        (r"\bcustomer\s+average\s+interruption\s+duration(?:\s+index)?\b", "CAIDI"),
        (r"\bmomentary\s+average\s+interruption\s+frequency(?:\s+index)?\b", "MAIFI"),
        (r"\baverage\s+(?:service|system)\s+availability(?:\s+index)?\b", "ASAI"),
        (rf"\b({_INDEX})\s*[(\[]\s*\1\s*[)\]]", r"\1"),
        # what an index means, beside its name
        (r"\bhow\s+many\s+minutes\s+(?:was|is|were|has|did|does)\s+(?:the|an|our)\s+average\s+customer\s+(?:been\s+|go\s+|spend\s+)?" + _OUT, "SAIDI"),
        (r"\b(SAIDI\b.*?)\s*\(\s*saidi\s*\)", r"\1"),
        (r"\b(?:what\s+)?(?:percent(?:age)?|share|fraction)\s+of\s+(?:the\s+)?time\s+(?:was|is|has|did)\s+(?:the\s+)?(?:power|supply|electricity|service)\s+(?:been\s+)?(?:on|up|available|there)\b", "ASAI in percent"),
        (r"\b(?P<of>ASAI\s+in\s+percent\b.*?)\s*,?\s*(?:by|per|as)\s+ASAI\b", r"\g<of>"),
        (rf"\b(?:(?:the|our|a)\s+)?(?:value|figure|number|score|result|level|reading|metric|total)\s+(?:of|for)\s+(?:(?:the|our)\s+)?(?={_INDEX}\b)", ""),
        (rf"\b({_INDEX})\s+(?:value|figure|number|score|result|reading|metric|index|stat(?:istic)?|rating|performance|total)s?\b", r"\1"),
        (rf"\b(?:score|rate|fare|do|did|perform|go|come\s+out|stack\s+up|look|measure\s+up|rank)\s+(?:on|for|in|by|with|as\s+to|when\s+it\s+comes\s+to)\s+(?=(?:the\s+)?{_INDEX}\b)", "is "),
        (rf"\b(?P<i>{_INDEX})\s+(?:(?:did|do|does|has|have|had|is|was)\s+)?(?P<who>{WE}|{THING})?\s*{_CAME}(?:\s+(?:up|out|in))?(?:\s+(?:with|on|at|to|as))?(?=\W|$)(?!\s+(?:from|by))", r"\g<i> \g<who> "),
        (rf"\b(?P<i>{_INDEX})\b(?P<mid>.*?)\s+{_CAME}\s+(?:up|out|in)?\s*(?:with|on|at|to|as)(?=\W*$|\s+(?:in|for|last|this|so|during|year|ytd|20))", r"\g<i>\g<mid>"),
        (rf"\bwhat\s+(?P<i>{_INDEX})\s+(?:are\s+we|were\s+we|we(?:\s+(?:are|were)|'re))\s+(?:at|on)\b", r"what \g<i>"),
        (rf"\b({_INDEX}|customer[\s-]+(?:minutes|hours|interruptions)(?:\s+of\s+interruption)?)\s+(?:(?:were|was|have\s+been|has\s+been|been)\s+)?(?:accumulated|accrued|incurred|tallied|built\s+up|piled\s+up|racked\s+up|run\s+up)\b", r"\1"),
        (r"\b(?:sum|adding|add|total)(?:ming|ling|ing)?\s+up\s+every\s+(?:customer|one)\s+(?:hit|affected|interrupted)(?:\s+(?:each|every)\s+time)?\s*,?", ""),
        # customers times minutes
        (r"\bCMI\b", "customer minutes"),
        (r"\b(?:sustained\s+)?CI\b(?=.*\b(?:last|this|20\d\d|year|month|yr|ytd)\b)", "how many sustained customer interruptions"),
        (r"\b(?:(?:sum|total|number|count)\s+(?:of\s+)?(?:the\s+)?)(?:(?:sustained\s+customer\s+interruptions)|customer\s+interruptions,?\s+(?:type\s*(?:is|=|:)?\s*)?sustained)\b", "how many sustained customer interruptions"),
        (r"\bcustomer-(?=(?:minutes|hours|interruptions)\b)", "customer "),
        (rf"\b(minutes|hours)\s+(?:{_OUT}|of\s+(?:outage|interruption)s?)\s+(?:(?:have|has|did|had)\s+)?(?:all\s+)?(?:of\s+)?(?:our|the)\s+customers\s+(?:(?:have|has)\s+)?(?:racked|run|ran|rack|pile[d]?|tot(?:al)?led|gone|go|spent|had|lost|sat|accumulated|suffered|experienced|seen|endured)(?:\s+(?:up|through))?", r"customer \1 interrupted"),
        (r",?\s+(?:all\s+)?(?:added|summed|put|lumped|counted)\s+(?:together|up)\b", ""),
        (rf"\bcustomer[\s-]+(minutes|hours)\s+(?:(?:spent|were|that\s+were)\s+)?{_OUT}", r"customer \1 interrupted"),
        (rf"\bwhat\s+did\s+(?:the\s+)?outages\s+(?:on|at|in)\s+{THING}\s+cost\s+(?:our\s+|the\s+)?(?:customers|us)\s+in\s+customer\s+(?P<unit>minutes|hours)\b", r"customer \g<unit> interrupted on \g<thing>"),
        (r"\b(customer\s+(?:minutes|hours|interruptions))\s+(interrupted\s+|lost\s+)?(?:(?:did|have|has|were|was|had)\s+)?(?:(?:we|us|it|the\s+company)\s+)?(?:cost|rack(?:ed)?\s+up|run\s+up|pile[d]?\s+up|accumulat\w+|accrued?|incur(?:red)?|chalk(?:ed)?\s+up|log(?:ged)?|clock(?:ed)?\s+up)\b", r"\1 \2"),
    ),
)  # fmt: skip
