"""Everyday words for loads, energy, voltage, reads, losses and the weather, brought to those of the tools."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_PLACE: Final = r"(?:(?:feeder|fdr|circuit|ckt|sub|substation|ss)\s*#?\s*\d+|(?:F|SUB-)\d+)"
_CAME: Final = r"(?:arrive[ds]?|come\s+in|came\s+in|show(?:ed)?\s+up|turn(?:ed)?\s+up|get\s+(?:here|in|through)|got\s+(?:here|in|through)|make\s+it(?:\s+in)?|made\s+it(?:\s+in)?|delivered|received|collected|land(?:ed)?)"
_READS: Final = r"(?:(?:meter\s+|interval\s+)?(?:readings|reads|intervals|reading))"
_SHARE: Final = r"(?:share|percentage|percent|pct|%|fraction|proportion|portion|part)"
OF_READINGS: Final = turns(
    r"load|peak|demand|energy|kwh|mwh|power|electricity|volt|read|interval|loss|lost|missing|maxim|minim|lowest|highest|high\b|low\b"
    r"|thermometer|mercury|temperature|degree|forecast|hot|cold|freez|hour|meters?|wind|solar|backfeed|consum|\bdays\b|\bhours\b|°|went\s+down|head",
    (
        # A level that a load came to.
        (r"\b(?P<of>(?:lowest|highest|minimum|maximum|peak|least|most|greatest|smallest)\b[^?]*?)\s+(?:went|goes|go|got|gets|get|fell|falls|fall|drop(?:ped|s)?|sank|sinks?|dip(?:ped|s)?|came|comes?|r[oi]se[ns]?|climb(?:ed|s)?|reach(?:ed|es)?)"
         r"\s+(?:(?:all\s+the\s+way\s+)?(?:down|up)\s*)?(?:to|at)?(?=\W*$|\s+(?:on|in|at|during|last|this|yesterday|today|over|within|\(|\d))", r"\g<of>"),
        (rf"\b(?P<when>(?:at\s+)?(?:what|which)\s+(?:time|hour)|when)\b(?P<mid>[^?]*?{_PLACE}|[^?]*?\b(?:system|utility|network|we|grid)\b)\s+(?:hit|reach(?:ed)?|attain(?:ed)?|top\s+out\s+at|at)\s+(?:its|their|the|our)\s+"
         r"(?:max(?:imum)?|high(?:est)?(?:\s+point)?|top|highest\s+(?:value|level))(?=\W*$|\s+(?:yesterday|today|last|this|on|in|during)\b)", r"\g<when>\g<mid> peak load"),
        (rf"\b(?P<when>(?:at\s+)?(?:what|which)\s+(?:time|hour)|when)\b(?P<mid>[^?]*?{_PLACE}|[^?]*?\b(?:system|utility|network|we|grid)\b)\s+(?:hit|reach(?:ed)?|attain(?:ed)?|bottom\s+out\s+at|at)\s+(?:its|their|the|our)\s+"
         r"(?:min(?:imum)?|low(?:est)?(?:\s+point)?|bottom|lowest\s+(?:value|level))(?=\W*$|\s+(?:yesterday|today|last|this|on|in|during)\b)", r"\g<when>\g<mid> lowest load"),
        # Energy that went out, and that came back.
        (r"\b(?P<what>energy|kwh|mwh|power|electricity)\s+(?:that\s+|which\s+)?(?:has\s+|have\s+)?(?:left|went\s+out\s+(?:of|from)|flow(?:ed|s)\s+out\s+of|came\s+out\s+of|pass(?:ed|es)\s+through|flow(?:ed|s)\s+through)\s+(?=(?:the\s+)?(?:SUB-|F\d|sub|feeder|fdr|circuit|ss))",
         r"\g<what> delivered by "),
        (r"\b(?P<what>energy|kwh|mwh|power|electricity)\s+(?:that\s+)?(?:was\s+|were\s+|got\s+|is\s+)?(?:sent|fed|pushed|put|returned|exported|given|flow(?:ed|ing))\s+back(?:\s+(?:in(?:to)?|to|onto)\s+(?:the\s+|our\s+)?(?:grid|network|system|us|utility|lines))?(?:\s+by\s+(?:(?:the|our)\s+)?(?:customers|homes|people|prosumers|solar\s+customers))?",
         r"\g<what> exported"),
        (r"^\W*(?:solar\s+)?back[\s-]?feed\s*:\s*(?=.*\bexport)", ""),
        # What was lost on the way.
        (rf"\b(?:how\s+(?:much|many)\s+)?(?P<what>energy|kwh|mwh|power|electricity)\s+(?:went\s+missing|was\s+lost|were\s+lost|is\s+lost|got\s+lost|has\s+been\s+lost|lost|disappeared|vanished|leaked|did\s+we\s+lose|do\s+we\s+lose)\s+between\s+"
         rf"(?:the\s+)?(?:head|source|substation|breaker|sending\s+end)(?:\s+(?:end\s+)?of\s+(?P<of>{_PLACE}))?\s+and\s+(?:(?:its|the|their|our|all)\s+)*(?:customers?'?s?\s+)?meters(?:\s+(?:of|on)\s+(?P<on>{_PLACE}))?",
         r"losses of \g<of>\g<on>"),
        (r"\b(?P<f>losses\s+of\s+[^?]*?\?)\s*(?:in\s+)?(?P<u>kwh|mwh)\W*$", r"\g<f> in \g<u>"),
        (r"[?,;]\s*(?:in\s+)?(?P<u>kwh|mwh|kw|mw)(?:\s+please)?\W*$", r" in \g<u>"),
        # Reads that came.
        (rf"\b(?:(?:what|which)\s+)?{_SHARE}\s+of\s+(?:the\s+|all\s+|our\s+)*(?:expected\s+)?{_READS}\s+(?:(?:that\s+)?(?:we\s+)?(?:were\s+|had\s+|are\s+)?expect(?:ed|ing)?\s*)?(?P<rest>[^?]*?)\s*\b(?:did|have|has|were|was|had|that|which)?\s*(?:(?:in\s+fact|actually|really|ever|been|finally|did)\s+)*{_CAME}\b",
         r"completeness of reads \g<rest>"),
        (r"\bin\s+fact\b", ""),
        # Voltage: those without supply have none to be low; a percent of nominal is a voltage of the 120 V base.
        (r"(?P<v>\bvolt.*?)[\s,.;?(]+(?:(?:please\s+)?(?:do\s+not|don'?t|without|not|never)\s+count(?:ing)?|exclud(?:e|ing)|leav(?:e|ing)\s+out|ignor(?:e|ing)|except(?:ing)?|not\s+includ(?:ed|ing))\s+(?:the\s+|those\s+|any\s+|ones\s+|meters\s+)*"
         r"(?:that\s+|which\s+|who\s+)?(?:(?:were|are|had|have|was|is)\s+)?(?:(?:simply|just|merely|only|plainly)\s+)?(?:without\s+(?:power|supply|voltage)|out(?:\s+of\s+(?:power|service))?|off|dead|dark|no\s+(?:power|supply|voltage)|at\s+(?:0|zero)\s*v?(?:olts)?|deenergi[sz]ed)\W*$", r"\g<v>"),
        (r"\b(?:below|under|beneath|less\s+than|lower\s+than)\s+95\s*(?:%|percent|pct)\s+of\s+(?:(?:their|the|its|a)\s+)?(?:nominal|rated)(?:\s+(?:service\s+)?voltage)?\b", "with voltage below 114 V"),
        (r"\b(?:above|over|beyond|more\s+than|higher\s+than|exceed(?:ed|ing|s)?)\s+105\s*(?:%|percent|pct)\s+of\s+(?:(?:their|the|its|a)\s+)?(?:nominal|rated)(?:\s+(?:service\s+)?voltage)?\b", "with voltage above 126 V"),
        (r"\b(?:at|in|during|for)\s+(?:some|any)\s+(?:one\s+)?(?:point|time|moment|hour|interval)(?:\s+in\s+time)?\b", ""),
        (r"\b(?P<m>meters?)\s+(?:that\s+|which\s+)?(?:sent|send|gave|delivered|reported|transmitted)\s+(?:us\s+)?(?:nothing|no\s+(?:data|reads?|readings?))(?:\s+at\s+all|\s+whatsoever)?\b", r"\g<m> without any read"),
        (r"\b(?:below|under)\s+(?:the\s+)?freezing(?:\s+point)?\b", "below 0 celsius"),
        (r"\b(?P<low>lowest|highest|worst|best|most|least)\s+(?P<what>\w+)\s+of\s+(?:them\s+)?all\b", r"\g<low> \g<what>"),
        (r"\bpeak\s+hours?\b(?=[^?]*\b(?:exceed(?:ed|ing|s)?|over|above|beyond|more\s+than|at\s+least|below|under)\b)", "peak load"),
        # The weather to come.
        (r"\b(?:how\s+(?:low|far\s+down|cold)\s+(?:will|does|is|did)\s+(?:the\s+)?(?:thermometer|mercury)\s+(?:going\s+to\s+)?(?:go|get|fall|drop|sink|read|show))(?:\s+down)?\b", "lowest temperature"),
        (r"\b(?:how\s+(?:high|far\s+up|hot)\s+(?:will|does|is|did)\s+(?:the\s+)?(?:thermometer|mercury)\s+(?:going\s+to\s+)?(?:go|get|climb|rise|read|show))(?:\s+up)?\b", "highest temperature"),
        (r"\b(?:thermometer|mercury)\b", "temperature"),
        (r"\b(?:forecast(?:ed)?|predicted|expected|projected|anticipated)\s+high\b(?!\s+(?:load|demand|voltage|wind|risk))", "forecast highest temperature"),
        (r"\b(?:forecast(?:ed)?|predicted|expected|projected|anticipated)\s+low\b(?!\s+(?:load|demand|voltage|wind|risk))", "forecast lowest temperature"),
        (r"\b(?:daytime|day'?s|daily)\s+high\b", "highest temperature"), (r"\b(?:overnight|nighttime|night'?s|daily)\s+low\b", "lowest temperature"),
        (r"\b(?:the\s+)?(?P<day>tomorrow|yesterday|today)'s\s+high\b(?!\s+(?:load|demand|voltage|wind))", r"highest temperature \g<day>"),
        (r"\b(?:the\s+)?(?P<day>tomorrow|yesterday|today)'s\s+low\b(?!\s+(?:load|demand|voltage|wind))", r"lowest temperature \g<day>"),
        (r"[\s,(]*\b(?:acc(?:ording|\.)?\s+to|by|per|as\s+per|based\s+on|going\s+by)\s+(?:the\s+)?(?:latest|newest|current|most\s+recent|present|last)?\s*(?:weather\s+)?forecast\b\)?", " "),
        (r"\b(?:this|the|in)\s+past\s+(?P<m>january|february|march|april|may|june|july|august|september|october|november|december)\b", r"last \g<m>"),
        # A week that is said twice.
        (r"\b(?P<w>(?:last|this)\s+week)\s*[,(]?\s*(?:(?:from\s+)?mon(?:day)?\s*(?:to|through|till|until|-|–)\s*sun(?:day)?)\)?", r"\g<w>"),
        (r"\b(?:in|per|over|during|for)\s+an?\s+(?:week|day|month)\b\s*[?.,;:(]+\s*(?:(?:please\s+)?(?:take|use|say|e\.?g\.?|for\s+example|for\s+instance|based\s+on|using|i\s+mean|let's\s+say)\s+)?(?=(?:the\s+)?(?:last|yesterday|this))", ""),
    ),
)  # fmt: skip
