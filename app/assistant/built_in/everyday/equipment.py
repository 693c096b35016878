"""Everyday words for what stands in the network: who is served, what is on a nameplate, how lines are told by kind."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_LIVED: Final = r"(?:homes?|houses?|households?|residences?|dwellings?|residential(?:\s+customers?)?|people)"
_WORKED: Final = (
    r"(?:business(?:es)?|shops?|stores?|compan(?:y|ies)|offices?|commercial(?:\s+(?:customers?|accounts?))?|firms?)"
)
_NAMEPLATES: Final = (
    r"(?:name\s?plates?(?:\s+(?:ratings?|kvas?|capacit(?:y|ies)))?|ratings?|kvas?|kva\s+ratings?|sizes?"
    r"|capacit(?:y|ies)|rated\s+(?:kva|power|capacity))"
)
_THINGS: Final = r"(?:fuses|reclosers|breakers|switches|sectionali[sz]ers|ties|devices|poles|transformers|meters|customers|evs|feeders|padmounts)"
OF_EQUIPMENT: Final = turns(
    rf"{_LIVED}|name\s?plate|\bbreak|\bsplit|crow|\bfar\b|distance|switching|protective|\bspan|distinct|unique|individual"
    r"|\bout\s+of\b|\bon\s+it\b|\bon\s+them\b|\beach\b|active|\badd|\bsum|\btotal|phase|lights|juice|conductor|transformer",
    (
        # Who is served, whatever they are: never the homes and the businesses one after the other.
        (rf"\b(?:{_LIVED}\s*(?:and|&|/|plus|or)\s*(?:the\s+)?{_WORKED}|{_WORKED}\s*(?:and|&|/|plus|or)\s*(?:the\s+)?{_LIVED})\b"
         r"(?!.*\b(?:each|separately|respectively|apart|versus|vs|compared?)\b)", "customers"),
        (r"\b(?P<what>meters?|accounts?|customers?)\b(?P<rest>.{0,90}?)[\s,;.?(]+(?:only\s+(?:the\s+)?|just\s+(?:the\s+)?|the\s+)?active\s+"
         r"(?:ones?|accounts?|meters?)?\s*(?:only|alone|please|count)?\W*$", r"active \g<what>\g<rest>"),
        (r"\bactive\s+active\b", "active"),
        (r"\b(?:hang|hangs|hanging|hung|sit|sits|sitting|land|lands|are\s+(?:connected|wired|put)|is\s+(?:connected|wired))\s+(?=on\s+phase\b)", ""),
        # Nameplates: of one thing, and of all of them together.
        (r"\b(?:off|from|on|printed\s+on|stamped\s+on|as\s+on|according\s+to)\s+(?:the\s+|its\s+)?name\s?plate\s+(?:of|on|for)\s+", "of "),
        (r"\b(?:off|from|printed\s+on|stamped\s+on|on)\s+(?:the\s+|its\s+)?name\s?plate\b", ""),
        (r"\bname\s?plate\s+(?=(?:serial|model|manufacturer|maker|year|cooling|make\b))", ""),
        (rf"^\W*(?:if\s+(?:i|you|we|one)\s+)?(?:add(?:ed)?(?:\s+up)?|sum(?:med)?(?:\s+up)?|total(?:led|ed)?(?:\s+up)?|in\s+(?:total|all))\s+(?:the\s+|up\s+)*{_NAMEPLATES}\s+(?:of|on|from)\s+"
         r"(?:(?:every|all|each|the|single|our|of)\s+)*(?:distribution\s+|service\s+)?(?:transformers?|xfmrs?|tx)\s+(?P<on>(?:on|of|in|at)\s+(?:the\s+)?[\w\s-]*?\d[\w-]*)?"
         r"(?:\s*,?\s*(?:how\s+(?:many|much)|what)\b.*)?\W*$", r"total transformer rating \g<on>"),
        (r"\b(?:whose|which\s+(?:manufacturer|maker|brand|make)'?s?)\s+(?:name\s?plates?|names?|transformers|units)\s+(?:do\s+|does\s+)?(?:we|you|one)\s+(?:see|have|own|find|run|use|meet)\s+(?:the\s+)?most(?:\s+(?:often|frequently|of))?"
         r"(?:\s+on\s+(?:our|the|all|of|\s)*transformers)?(?P<on>\s+(?:on|in|at)\s+[\w\s-]*\d[\w-]*)?(?:\s*[?.,;]\s*(?:which|what)\s+(?:manufacturer|maker|brand|make)\s+is\s+(?:it|that))?", r"which manufacturer made most of our transformers\g<on>"),
        # What is told by kind, and what each one has.
        (r"\b(?:break|split|divide|slice|separate)\s+(?:up\s+|down\s+|out\s+)?(?P<what>(?!by\b)\S.{2,60}?)\s+(?:(?:down|up|out|apart)\s+)?(?=by\s+\w)", r"\g<what> "),
        (rf"\bby\s+(?:how\s+many|the\s+(?:number|count)\s+of|number\s+of)\s+(?P<what>{_THINGS})\s+(?:that\s+)?(?:each|they|it)(?:\s+(?:one|of\s+them))?\s+(?:has|have|got|holds?|carr(?:y|ies))\b",
         r"by number of \g<what>"),
        (r"\b(?P<k>feeders|circuits|fdrs)\s+(?:out\s+of|off(?:\s+of)?|from|coming\s+from|fed\s+from|leaving)\s+(?=(?:the\s+)?(?:SUB-\d|sub\b|substation\b|ss\b))", r"\g<k> on "),
        (r"^(?P<q>\W*(?:which|what)\b.*?\b(?:feeders?|circuits?|substations?|transformers?|ones?|crews?)\b.*?\b(?:most|largest|biggest|highest|greatest|fewest|least|smallest|lowest)\b.*?)"
         r"(?:\s+(?:charging|connected|installed|attached|hanging|plugged\s+in|sitting))?\s+(?:on|in|at|to|off|behind)\s+(?:it|them)\W*$", r"\g<q>"),
        (r"\b(?:which|what)\s+one\s+of\s+(?:the|our|all|these|those)\s+(?:the\s+|our\s+)?(?P<k>feeder|circuit|substation|transformer|pole|crew|meter)s\b", r"which \g<k>"),
        (r"\b(?:largest|biggest|greatest|highest)\s+(?:number|count|amount|quantity)\s+of\b", "most"),
        (r"\b(?:smallest|lowest|least)\s+(?:number|count|amount|quantity)\s+of\b", "fewest"),
        (r"\b(?:switching|protective|protection|switch)\s+(?:equipment|gear|apparatus|hardware)\b", "switching devices"),
        (r"\b(?:distinct|unique|individual)\s+(?=(?:customers?|meters?|transformers?|feeders?|poles?|crews?|outages?|substations?|alarms?)\b)", ""),
        (r"\b(?P<end>longest|shortest|largest|biggest|tallest|oldest|newest|highest|lowest|worst|heaviest)\s+(?:one\s+)?(?:single|individual|ever)\s+(?=\w)", r"\g<end> "),
        (r"\b(?:anywhere|somewhere)\s+(?=(?:on|in|at|along|across)\b)|\b(?:anywhere|somewhere)\W*$", ""),
        (r"\b(?:average|avg|mean)\s+(?:no\.?|nr\.?|num\.?)\s+of\b", "average number of"),
        (r"(?<![\w.])(?:no\.|nr\.)\s+of\b", "number of"),
        # Who loses supply.
        (r"\b(?P<v>lose|loses|lost|losing)\s+(?:(?:their|the|its|all|our)\s+)*(?:lights?|juice|electricity|current)\b", r"\g<v> supply"),
        # How far.
        (r"[\s,(]*\b(?:as\s+the\s+crow\s+flies|(?:in\s+(?:a\s+)?)?straight[\s-]line|by\s+air|in\s+a\s+beeline|air[\s-]?line)\b[\s,)]*", " "),
        (r"\bhow\s+(?:far|distant)\s+(?:apart\s+)?(?:away\s+)?(?:is|are|lies|do|does)\s+(?P<one>.+?)\s+(?:away\s+)?(?:lie\s+)?(?:from|to|and)\s+(?P<two>[\w\s-]*\d[\w-]*)(?:\s+apart)?\W*$", r"distance between \g<one> and \g<two>"),
        (r"\bhow\s+far\s+(?:apart\s+|away\s+)?(?:is\s+it\s+)?from\s+(?P<one>.+?)\s+to\s+(?P<two>[\w\s-]*\d[\w-]*)\W*$", r"distance between \g<one> and \g<two>"),
        (r"\bdistance\s+(?:of|from)\s+(?P<one>(?!.*\bby\s+distance\b)[\w\s-]*\d[\w-]*)\s+(?:to|from|and)\s+(?P<two>[\w\s-]*\d[\w-]*)", r"distance between \g<one> and \g<two>"),
    ),
)  # fmt: skip
