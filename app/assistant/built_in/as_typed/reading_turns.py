"""Turns of speech of readings: loads, voltages, reads, energy, losses and weather, brought to the words of the tools.

Each is a pattern over the question in any case, and what stands in its place; names and numbers are never part of one.
A verb is left out only where the words beside it say all that it says: "fell below 114 V", "hit its peak".
"""

from __future__ import annotations

import re
from typing import Final

_WENT: Final = (
    r"(?:go|goes|went|gone|get|gets|got|gotten|r[iu]n|runs|ran|rise|rises|rose|risen|climb(?:s|ed)?|creep|crept|push(?:ed)?"
    r"|jump(?:s|ed)?|spike[ds]?|move[ds]?|stray(?:s|ed)?|drift(?:s|ed)?|swing|swung|fall|falls|fell|fallen|drop(?:s|ped)?"
    r"|sink|sank|sunk|slip(?:s|ped)?|dip(?:s|ped)?|sag(?:s|ged)?|slid|slide|plunge[ds]?|spen[dt]|stay(?:s|ed)?|sat|sit)"
)
_TOP: Final = r"(?:peak|max(?:imum)?|high(?:est)?(?:\s+point)?|high\s+point|top|low(?:est)?(?:\s+point)?|min(?:imum)?|bottom|busiest)"
_HIT: Final = r"(?:hit|hits|reach(?:ed|es)?|attain(?:ed|s)?|touch(?:ed|es)?|achieve[ds]?)"
_READS: Final = r"(?:(?:meter\s+)?(?:interval\s+)?(?:readings?|reads?|intervals?|data))"
_NOT_COME: Final = (
    r"(?:never|not|fail(?:ed)?\s+to|(?:did|do|does|have|has|were|was)\s+(?:not|never|n't))\s+(?:yet\s+|ever\s+|actually\s+)?"
    r"(?:been\s+|be\s+|get\s+)?(?:come|came|arrive[ds]?|show(?:ed|n)?|g[eo]t|make|made|receive[ds]?|deliver(?:ed)?|report(?:ed)?"
    r"|collect(?:ed)?|land(?:ed)?)(?:\s+(?:it\s+)?(?:in|through|up|here|back))?\b"
)
_RATING: Final = (
    r"(?:(?:the\s+|its\s+|their\s+|his\s+|own\s+)*(?:nameplate\s+rating|nameplate|name\s+plate|rating|rated\s+(?:kva|capacity|load|size"
    r"|value|power)|rated\s+limit|limits?|capacity|size|kva\s+rating)s?|what\s+(?:it|they)(?:'s|\s+is|\s+are|'re)\s+rated(?:\s+(?:for|at))?)\b"
)

_TURNS: Final = (
    # What is said of a question as a whole.
    (r"\b(\w{3,})[\s-]?wise\b(?<!otherwise)(?<!likewise)", r"\1"),
    (r"\btime\s?stamps?(?:\s+of)?\b", "when was"),
    (r"\b(?:over|in|during|throughout|within)\s+the\s+(?:whole\s+)?course\s+of\b", "during"),
    (r"\bover\s+(?=the\s+(?:next|coming|last|past)\b)", "in "),
    (r"\bat\s+any\s+(?:one\s+)?(?:point|time|moment)(?:\s+in\s+time)?\b", ""),
    (r"\b(?:by\s+now|all\s+units|to\s+date\s+now)\b", ""),
    (r"\bso\s+far\s+(?=(?:in|during)\s+(?:the\s+)?(?:this|current)\b)", ""),
    (r"\binside\s+(?=(?:an?|one|two|three|the\s+next|\d+)\s+(?:years?|months?|weeks?|days?|hours?)\b)", "within "),
    (r"\b(what|which)\s+part\s+of\b", r"\1 share of"),
    (r"\b(?:what|which)\s+(?:kind|sort|type)\s+of\s+(?:an?\s+)?(?=(?:average\s+|mean\s+|overall\s+)?(?:health|load|loss|losses|voltage|scores?|risk|energy|peak|temperature)\b)",
     "what "),
    (r"\b(?:classified|categori[sz]ed|graded|classed|labell?ed|deemed|considered|flagged|rated|assessed|tagged|scored|put|listed)\s+(?:as\s+|at\s+|in\s+)?(?:an?\s+|the\s+)?"
     r"(?=(?:high|critical|medium|moderate|low|poor|fair|good)\b)", ""),
    (r"\b(critical|high|moderate|medium|low|poor|fair|good)(\s+risk)?\s+(?:group|category|class|tier|bucket|bracket)s?\b", r"\1\2"),
    (r"\bsystem[\s-]+level\b", "system"),
    (r"\b(?:aggregate|aggregated)\b", "total"),
    (r"[?.]\s*(?:(?:just|only|give\s+me|show\s+me|the|top)\s+)*(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty)\s+(\w+s)(?:\s+(?:please|only|will\s+do|is\s+(?:fine|enough)))?\W*$", r" top \1 \2"),
    (r"\bpoint\s+(?:out\b|to\b|me\s+to\b|(?=on\s+(?:the|a)\s+map))", "show "),
    (r"\b(?:ambient|air|outside|outdoor|dry\s+bulb)\s+(?=temp)", ""),
    (r"\b(?:latest|most\s+recent|newest)\s+(?=(?:temperature|wind|humidity|load|voltage)\b(?!\s*(?:alarm|violation|exception)))", "current "),
    (r"\b(energy|load|peak|kwh|losses|customers)\s+(?:that\s+)?(?:each|they)\s+(?:of\s+them\s+)?(?:deliver\w*|had|have|has|used?|consumed?|carried|lost|served?|took|drew)\b", r"\1"),
    (r",?\s*\bfrom\s+(?:the\s+)?(largest|highest|biggest|greatest|most|heaviest|worst|longest)\s+to\s+(?:the\s+)?\w+\b", r", \1"),
    (r",?\s*\bfrom\s+(?:the\s+)?(smallest|lowest|least|shortest|lightest|fewest|best)\s+to\s+(?:the\s+)?\w+\b", r", \1"),
    (r"\b(?:the\s+)?(\d+|two|three|four|five|six|seven|ten|fourteen)\s+(?:most\s+recent|latest|last)\s+((?:full|whole|complete)\s+)?(days|weeks|months|hours)\b", r"last \1 \2\3"),
    (r"\bperiod\s*[:=]?\s+(?=(?:last|this|yesterday|today|past)\b)", ""),
    (r"(?<=\w)(.*\b(?:defin\w+|means?|meaning)\b.*?|.*?),?\s+(?:as\s+)?per\s+(?:the\s+)?(?:ieee|ansi|nesc|iec)\b[\w\s.]*(?=\W*$)", r"\1"),
    (r"(?<![\d.])(?<!\d\s)(?<!\bin\s)(?<!many\s)\bvolts\b(?!\s+(?:below|above|under|over)\s+\d)", "voltage"),
    (r"^(\W*(?:(?:can|could|would)\s+you\s+|please\s+)?)(?:bring|pull|open|put|call)\s+(?:up\s+)?(?:the\s+|a\s+)?map\s+(?:at|of|on|with|around|centered\s+on|for)\b", r"\1show on the map"),
    (r"^(\W*(?:(?:can|could|would)\s+you\s+|please\s+)?)(?:put|order|sort|arrange|line\s+up)\s+(?:all\s+(?:of\s+)?)?(?:the\s+|our\s+)?(\w+s)\s+(?:in\s+order\s+(?:of|by)|according\s+to|by)\b(?:\s+how\s+(?:much|many))?", r"\1rank the \2 by"),
    (r"\bwhat\s+(?:is\s+|are\s+)?(?:this|that|the|these)\s+(?:whole\s+)?(\w[\w-]*(?:\s+\w[\w-]*){0,3}?)\s+(?:thing|business|stuff)s?(?:\s+(?:is|are|means?))?(?:\s+(?:about|all\s+about))?(?=\W*$)", r"what does \1 mean"),
    (r"^(\W*(?:(?:show|list|rank)\s+)?)([a-z][a-z ]+?)\s+per\s+(meter|transformer|pole|span)\b(?=.*\b(?:top|highest|lowest|first)\b)", r"\1\3s by \2"),
    (r"\bout\s+of\s+(?:all\b(?:\s+(?:of\s+)?(?:them|those|these))?|(?:the|our)\s+(?:lot|bunch|whole\s+\w+))(?=\W*$)", ""),
    (r"\bsince\s+(?:jan(?:uary)?\.?\s+(?:1|1st|first)\b|the\s+(?:1st|first)\s+of\s+january|new\s+year(?:'s)?(?:\s+day)?|the\s+(?:start|beginning)\s+of\s+(?:the|this)\s+year)(?:\s*,?\s*(?:of\s+)?this\s+year)?(?!,?\s*\d)", "this year"),
    # Beyond a limit, whatever way there.
    (rf"\b{_WENT}\s+(?:up\s+|down\s+|any\s+|it\s+)?(?=(?:over|above|past|beyond|under|below|beneath|outside|out\s+of\s+range)\b)(?!(?:over|past)\s+(?:the\s+)?(?:feeder|fdr|circuit|transformer|tx|xfmr|sub|line|F\d|SUB-)\b)", ""),
    (r"\b(?:topp(?:ed|ing)|surpass(?:ed|es|ing)?|pass(?:ed|es)|crack(?:ed|s)|break(?:s)?|broke|clear(?:ed|s))\s+(?=\d[\d.,]*\s*(?:%|percent|pct|k?v\b|volts?|kw|mw|kva|degrees|[cf]\b))",
     "above "),
    (r"\b(over|above|past|beyond|under|below|beneath)\s+(?:the\s+|an?\s+)?(\d[\d.,]*\s*[-\s]?(?:%|percent|pct|volts?|v|kw|mw|kva|amps?)?)\s+(?:mark|line|level|threshold|limit|figure)\b",
     r"\1 \2"),
    (rf"\b(?:exceed(?:ed|s|ing)?|over|above|past|beyond|higher\s+than|more\s+than|greater\s+than|surpass(?:ed|es|ing)?)\s+{_RATING}(?!\s*(?:of|at|is)\b)", "overloaded"),
    (r"\b(?:load(?:ing|s)?|demand)\s+(overloaded)\b", r"\1"),
    (r"\b(?:furthest|farthest|most)\s+overloaded\b", "most overloaded"),
    (r"(?<=peak)(.*?)\s+\bat\s+(?:its|their|the)\s+(?:worst|peak|top|most|highest|max(?:imum)?)\b|\bat\s+(?:its|their)\s+(?:worst|top|most)(?=.*\bpeak\b)", r"\1"),
    (r"\b(?:ran|run|running|runs|got|get|getting)\s+(?=(?:hotter|warmer|cooler|colder)\b)", ""),
    # Range A and B.
    (r"\b(voltage|temperature|wind|load|power)\s+readings?\b", r"\1"),
    (r"\b(?:the\s+)?voltage\s+(?:(?:at|of|on)\s+)?(?=(?:(?:the\s+)?(?:customer\s+)?meter\s+)?[\w-]*\d.*\b(?:below|above|under|over|outside)\s+range\b)", ""),
    (r"\bcustomer(?:'s)?\s+meter\b(?=\s*[\w-]*\d)", "meter"),
    (r"(?:\b(?:(?:too\s+)?(?:low|lower|small|little)\s+(?:for|than)|under|below|beneath|less\s+than|short\s+of)|<)\s*(?:the\s+)?(?:(?:lower|low|min(?:imum)?|bottom)\s+(?:limit|bound|end|edge|threshold|value)?\s*(?:of|for)?\s*)?"
     r"(?:the\s+)?(?:ansi\s+(?:c84\.1\s+)?)?range\s+([ab])\b(?:'s)?(?:\s+(?:lower|min(?:imum)?|bottom|low)?\s*(?:limit|bound|minimum|min|floor|threshold|band|range)s?\b)?", r"below range \1"),
    (r"(?:\b(?:(?:too\s+)?(?:high|higher|big|much)\s+(?:for|than)|over|above|beyond|more\s+than|past)|>)\s*(?:the\s+)?(?:(?:upper|high|max(?:imum)?|top)\s+(?:limit|bound|end|edge|threshold|value)?\s*(?:of|for)?\s*)?"
     r"(?:the\s+)?(?:ansi\s+(?:c84\.1\s+)?)?range\s+([ab])\b(?:'s)?(?:\s+(?:upper|max(?:imum)?|top|high)?\s*(?:limit|bound|maximum|max|ceiling|threshold|band|range)s?\b)?", r"above range \1"),
    (r"\b(?:(?:ran|run|were|was|went|read|is|are)\s+)?too\s+(high|low)\s+(?:on|in)\s+volt(?:age|s)\b", r"had \1 voltage"),
    (r"\b(high|low)\s+voltage\s*\(\s*((?:above|below)\s+range\s+[ab])\s*\)", r"\2"),
    (r"\b(?:ha[ds]|have|having|with|saw|see|seen|record(?:ed)?|show(?:ed)?|got|get|gave)\s+(?:an?\s+|their\s+)?(?:volt(?:age|s)?)\s+(?:readings?\s+)?(?=(?:below|above|outside)\s+range\b)", "with "),
    # What a load or a voltage came to.
    (rf"\b(?<!were )(?<!was )(?<!hardest ){_HIT}\s+(?=(?:(?:its|their|the|an?)\s+)?(?:own\s+|daily\s+|system\s+)?{_TOP}\b)", " "),
    (r"\b(when\b.*?|(?:what|which)\s+(?:time|hour)\b.*?)\b(?:its|their)\s+(?=(?:own\s+|daily\s+)?(?:peak|max|high|low|min|busiest))", r"\1"),
    (rf"\b((?:highest|lowest|max(?:imum)?|min(?:imum)?|most|peak|greatest|largest)\b.*?)\b(?<!were )(?<!was ){_HIT}(?=\W*$|\s+(?:yesterday|today|last|this|on|in|during|over)\b)", r"\1"),
    (r"\b(?:g[eo]t|went|go|came|come|climb(?:ed)?|ran)\s+(?:all\s+the\s+way\s+)?up\s+to(?=\W*$|\s+(?:yesterday|today|last|this|on|in|during|over)\b)", ""),
    (r"\b(?:top|max|peak)(?:p?ed|s)?\s+out(?:\s+at)?\b", "peak"),
    (r"\bat\s+(?:(?:its|their|the)\s+)?(?:very\s+)?busiest\b|(?<=\d)\s+busiest\b|\bat\s+(?:its|their)\s+(?:high\s+point|peak\s+load|highest)\b", " at peak load"),
    (r"\b(?:the\s+)?(?:high\s+point|high\s+water\s+mark)\b", "peak load"),
    (r"\b(when|(?:what|which|at\s+what)\s+(?:time|hour)(?:\s+of\s+(?:the\s+)?day)?)\b(.*?)\bbusiest\b(?!\s+\w+\s*(?:ones?|feeders?|hours?|days?))(?=\W*$|\s+(?:yesterday|today|last|this)\b)", r"\1\2 peak load"),
    (r"\b(?:what|which|at\s+what)\s+time\s+of\s+(?:the\s+)?day\b", "when"),
    (r"\bduring\s+(?:which|what)\s+hour\b", "at what hour"),
    (r"\b(?:the\s+)?(most|least)(?:\s+(?:of\s+)?load)?\s+(?:that\s+)?((?:(?:feeder|fdr|circuit|sub|substation|ss|transformer|tx|the)\s*)?[\w-]*\d[\w-]*|the\s+(?:whole\s+)?system)\s+(?:was\s+|has\s+|had\s+|is\s+)?(?:carr(?:ied|ying|y)|handl(?:ed|ing)|saw|seen|pull(?:ed|ing)|ran|running|load)\b",
     lambda found: f"{'highest' if found[1].lower() == 'most' else 'lowest'} load of {found[2]}"),
    (r"\b(?:the\s+)?(most|least)\s+(kw|mw|kva|kilowatts|megawatts)\s+(?:that\s+)?((?:(?:feeder|fdr|circuit|sub|substation|ss|transformer|tx|the)\s*)?[\w-]*\d[\w-]*|the\s+(?:whole\s+)?system)\s+(?:has\s+|had\s+)?(?:carr(?:ied|ying|y)|handled|saw|seen|pulled|ran|hit|reached|drew)\b",
     lambda found: f"{'highest' if found[1].lower() == 'most' else 'lowest'} load of {found[3]} in {found[2]}"),
    (r"\bhow\s+(low|high)\s+(?:(?:did|has|have)\s+)?(?:the\s+)?(volt(?:s|ages?)?|loads?|demand|temperature)(\b.*?)\b(?:went|go|goes|gone|g[eo]t(?:ten)?|drop(?:ped)?|dip(?:ped)?|sag(?:ged)?|f[ae]ll(?:en)?|sank|sink|sunk|r[ioe]se|climb(?:ed)?|run|ran|reach(?:ed)?|been)\b",
     lambda found: f"{'lowest' if found[1].lower() == 'low' else 'highest'} {'voltage' if found[2].lower().startswith('volt') else found[2]}{found[3]}"),
    (r"\bhow\s+far\s+(?:down|up)\s+(?:did\s+)?(?:the\s+)?(temperature|voltage|load|demand)(\b.*?)\b(?:went|go|g[eo]t|drop(?:ped)?|f[ae]ll|dip(?:ped)?|sink|sank)\b", r"lowest \1\2"),
    (r"\bdid\s+any(?:one|body)\s+(?:see|get|have|experience)\s+(?=(?:low\s+|high\s+|over|under)?voltage)", "any meters with "),
    (r"\b(feeders?|substations?)\s+(has|have|had|with|saw)\s+(?:the\s+)?worst\s+voltages?\b", r"\1 \2 the most voltage violations"),
    (r"\b(?:weakest|poorest|worst)\s+(?=(?:service\s+|secondary\s+|customer\s+)?volt)", "lowest "),
    (r"\b(?:least|smallest|fewest)\s+(?=volt)", "lowest "),
    (r"\b(volt(?:age|s))\s+(?:is\s+|was\s+|are\s+|were\s+)?(?:the\s+|at\s+its\s+)?(?:weakest|poorest|worst)\b", "lowest voltage"),
    (r"\b(?:is|are|was|were)\s+(?:our\s+|the\s+)*(volt(?:age|s))\s+(?:the\s+)?(?:weakest|poorest|worst|lowest)\b", "has the lowest voltage"),
    (r"\blowest\s+on\s+volt(?:age|s)\b", "with the lowest voltage"),
    (r"\b(?:run|runs|ran|running|operat\w+)\s+at(?=\W*$|\s+(?:yesterday|today|last|this|on|in)\b)", ""),
    (r"\(\s*(?:average|mean)\s+(?:\w+\s+)?(?:to|over|/|divided\s+by)\s+peak[^)]*\)", ""),
    (r"\bapparent\s+power\b(?=.*\bkva\b)|(?<=kva)\s+apparent\s+power\b", ""),
    # Of its rating.
    (r"[\s,]+(?:in|as)?\s*(?:an?\s+)?(?:%|pct|percent(?:age)?)\s+of\s+(?:its\s+|the\s+|their\s+)?(?:nameplate|rating|rated\s+\w+|capacity)\b\W*$", " in percent"),
    (rf"\b(?:how\s+does\s+)?(?P<of>(?:(?:transformer|tx|xfmr|feeder|fdr|circuit)\s*)?[\w-]*\d[\w-]*)(?:'s)?\s+(?:present\s+|current\s+)?(?:load|loading)\s+(?:compares?\s+(?:to|with)|against|versus|vs\.?|relative\s+to|stack\s+up\s+against)\s+{_RATING}",
     r"loading percent of \g<of>"),
    (rf"\b(?:what\s+is|what's|how\s+much\s+is|how\s+heavily\s+is)\s+(?P<of>(?:(?:transformer|tx|xfmr|feeder|fdr|circuit)\s*)?[\w-]*\d[\w-]*)\s+(?:pulling|carrying|drawing|loaded|running|load)(?P<when>(?:\s+(?:right\s+now|now|currently|at\s+the\s+moment|at\s+present))?)\s+(?:compared\s+(?:to|with)|against|versus|vs\.?|relative\s+to)\s+{_RATING}",
     r"loading percent of \g<of>\g<when>"),
    (rf"\b(?:heaviest|highest|biggest|greatest|most)\s+load(?P<when>(?:\s+(?:right\s+now|now|currently|at\s+the\s+moment))?)\s+(?:compared\s+(?:to|with)|against|relative\s+to|for|versus|vs\.?|in\s+relation\s+to|as\s+a\s+(?:share|percent(?:age)?)\s+of)\s+{_RATING}", r"highest loading percent\g<when>"),
    (rf"\b(?P<what>load(?:ing|ed)?)\b(?P<mid>.{{0,50}}?)\s+(?:compared\s+(?:to|with)|against|relative\s+to|versus|vs\.?|in\s+relation\s+to)\s+{_RATING}", r"loading percent\g<mid>"),
    (r"\bcarrying\s+the\s+(?:highest|most)\s+loading\b", "with the highest loading"),
    (r"\b(?:working|worked|works|work|pushed|loaded|running|stressed)\s+(?:the\s+)?hardest\b|\bhardest[\s-]+(?:hit|working|pushed|loaded|driven)\b(?=.*\b(?:transformers?|xfmrs?|tx)\b)", "most loaded"),
    (r"\bhow\s+did\s+(yesterday'?s?|the|today'?s?|last\s+\w+'?s?)\s+((?:.*?)\b(?:peak|load|losses|reads?|readings|voltage|energy|demand|completeness)\b.*?)\s+(?:turn|work|pan)\s+out\b", r"what was \1 \2"),
    (r"\bwill\s+(?P<of>(?:feeder|fdr|circuit|ckt|sub|substation)\s*#?\s*\d+|(?:F|SUB-)\d+)\s+(?:exceed|be\s+over|go\s+over|top|surpass|go\s+past|run\s+over|overloaded|be\s+overloaded)(?:\s+(?:its|the)\s+(?:rating|limit|capacity))?\s+(?P<when>tomorrow|(?:in\s+|over\s+|within\s+)?(?:the\s+)?next\s+\d+\s+days|next\s+week)\W*$", r"forecast peak of \g<of> \g<when> and rating of \g<of>"),
    (r"^\W*(?:did|have|has|are|were|is|was)\s+(.+?)\s+(?:go(?:ne)?\s+|get\s+|got(?:ten)?\s+|come\s+|been\s+)?(?:up|down|higher|lower|rise|risen|fall|fallen|increased?|decreased?|dropp?(?:ed)?|grow|grown|shr[iu]nk|better|worse|improved?|worsened?)\s+(?:yesterday\s+)?(?:versus|vs\.?|compared\s+(?:to|with)|from|over|against|than|on|since)\s+the\s+day\s+before\b(?:\s+yesterday)?\W*$", r"compare \1 yesterday with the day before yesterday"),
    # Energy.
    (r"\bhow\s+(?:much|many)\s+(energy|power|electricity|kwh|mwh)\b(.*?)\b(?:g[eo]t?(?:es)?\s+through|went\s+through|burn(?:ed|t|s)?(?:\s+(?:through|up))?|chew(?:ed)?\s+(?:through|up)|eat(?:\s+up)?|ate(?:\s+up)?|gobbled?(?:\s+up)?|suck(?:ed)?\s+(?:up|down)|rack(?:ed)?\s+up|used?\s+up)(?=\W*$|\s+(?:yesterday|today|last|this|on|in|over|during)\b)",
     r"how much energy\2 use"),
    (r"\b(?:(?:push|pump|put|send|sent|mov|shipp?|flow|pass)(?:ed|e|s)?\s+(?:out\s+)?(?:out|over|across|through|along)|(?:ran|run|went|go|gone|got|get)\s+(?:out\s+)?(?:over|across|through|along))\b(?=\s+(?:the\s+)?(?:feeder|fdr|circuit|transformer|tx|xfmr|sub|F\d|TX-|SUB-|yesterday|today|last|this)|\W*$)(?<=.{1})", "delivered"),
    (r"\b(?:deliver(?:ed|s|y)?|suppl(?:y|ied|ies)|provide[ds]?|sen[dt]|g[eo]t|serve[ds]?|sell|sold)(?:\s+out)?\s+to\s+(?:(?:our|the|all)\s+)*(?:customers|people|folks|homes|users|consumers|households)\b", "delivered"),
    (r"\bsolar\b(.*?)\b(?:sen[dt]|go(?:es)?|went|c[ao]me|flow(?:ed)?|push(?:ed)?|fe[ed]d?|put|pour(?:ed)?|spill(?:ed)?)\s+(?:back|out|in)(?:\s+(?:(?:in)?to|onto|on|at)\s+(?:the\s+|our\s+)?(?:grid|network|system|us|utility))?(?:\s+(?:from|by)\s+(?:(?:our|the)\s+)?customers)?", r"solar export\1"),
    (r"\bsolar\s+export(.*?)\b(?:did|do|have|has)\s+(?:our\s+|the\s+)?(?:customers|homes|people)\b", r"solar export\1"),
    (r"\bhow\s+much\s+(?:energy\s+|power\s+|electricity\s+)?(?P<of>(?:(?:the\s+)?(?:meter|mtr|transformer|tx|feeder|fdr|sub|substation)\s*)?[\w-]*\d[\w-]*)\s+(?:used|consumed|took|drew|burn(?:ed|t)|ate)\b", r"how much energy did \g<of> use"),
    (r"\b(how\s+(?:much|many)\s+(?:energy|power|electricity|kwh|mwh|gwh))\s+(?:did|do|have|has)\s+(?:(?:our|the|all)\s+)*(?:customers|people|folks|homes)\s+(?:consumed?|used?|take|took|draw|drew|burn(?:ed|t)?)(?:\s+in\s+total)?\b", r"\1 sold"),
    (r"\bwhen\s+(?:was|were|did)\s+(?:the\s+)?(?:energy\s+|power\s+)?(?:consumption|usage|use|demand)\b(.*?)\b(?:at\s+(?:its|the)\s+)?(?:the\s+)?(highest|lowest|greatest|biggest|least|smallest)\b(?!\s+\w*(?:hour|day|meter|customer))", lambda found: f"when was {'lowest' if found[2].lower() in ('lowest', 'least', 'smallest') else 'peak'} load{found[1]}"),
    (r"\bhow\s+much\s+(?:energy\s+|solar\s+|power\s+)?(?:did|do|have)\s+(?:(?:our|the|all|solar|pv|rooftop)\s+)*(?:customers|homes|people|owners)\s+(?:export(?:ed)?|feed\s+(?:back|in)|fed\s+(?:back|in)|send\s+back|sent\s+back)\b", "solar export"),
    (r"\bdid\s+we\s+push\b", ""),
    # Ahead.
    (r"^\W*will\s+(?:(?:tomorrow's|the|our)\s+)*(?:system\s+)?(?:peak(?:\s+load)?|load|demand)((?:\s+(?:of|on|at)\s+.+?)?)\s+(?:top|exceed|pass|surpass|reach|hit|be\s+(?:over|above|below|under|more\s+than|less\s+than)|go\s+(?:over|above|below)|stay\s+(?:below|under|above))\s+\d[\d.,]*\s*(?:mw|kw)\b(?:\s+tomorrow)?\W*$", r"forecast peak\1 tomorrow"),
    (r"\bwhen\s+(?:should|do|can|might)\s+(?:we|i)\s+expect\s+(?:the\s+)?(lowest|minimum|least|highest|maximum|peak)\s+(load|demand)\b", r"when forecast \1 \2"),
    (r"\bp\s?(?:90|95)\b(?=.*\b(?:load|forecast|peak|demand|energy)\b)(?:\s+(?:of|for)\b)?", "upper band of the forecast of"),
    (r"\bp\s?(?:10|05|5)\b(?=.*\b(?:load|forecast|peak|demand|energy)\b)(?:\s+(?:of|for)\b)?", "lower band of the forecast of"),
    (r"\b(?:what|how\s+(?:high|low|much|big))\s+will\s+(?:(?:the|our)\s+)?((?:(?:system|peak|maximum|minimum|lowest|highest|average|mean)\s+)*(?:peak|load|demand|energy|consumption|minimum))((?:\s+(?:of|on|at|for)\s+.+?)?)\s+(?:be|reach|hit|get(?:\s+to)?|look\s+like)\b(?=.*\b(?:next|coming|tomorrow)\b)", r"forecast \1\2"),
    (r"\bjuice\b", "energy"),
    (r"\bwhat(?:'s|\s+is|\s+was)\s+(?P<of>(?:(?:feeder|fdr|circuit|sub|substation|transformer|tx)\s*)?[\w-]*\d[\w-]*)\s+averaging\b(?:\s+these\s+days)?", r"average load of \g<of>"),
    (r"\b(us(?:e[ds]?|ing)|consum(?:e[ds]?|ing)|took|drew|draw(?:ing)?|burn(?:ed|t|ing)?)\s+(?:up\s+)?(?:the\s+)?(most|least)\s+(?:power|electricity|kwh)\b", r"\1 the \2 energy"),
    # Losses.
    (r"^(?P<asks>\W*(?:(?:what\s+(?:is\s+)?(?:the\s+)?(?:effect|impact|consequences?)\s+of|consequences?\s+of|effect\s+of|impact\s+of)\s+)?)(?:the\s+|a\s+|sudden\s+)*loss\s+of\s+(?=(?:the\s+)?(?:feeder|fdr|circuit|sub|substation|transformer|tx|device|switch|F\d|SUB-|TX-))(?P<of>.+?)\W*$", r"what happens if \g<of> fails"),
    (r"\bhow\s+much\s+(?:are|were|is|was|do|did|have|has)\s+(?:we|it|the\s+(?:system|utility|company|network))\s+(?:been\s+)?(?:losing|lose|los[et]|wast(?:ing|ed?)|leak(?:ing|ed)?|bleed(?:ing)?)\b(?!\s+(?:customers?|supply|load))", "losses"),
    (r"\b(?:went|go|gone|goes)\s+(?:missing|astray)(?:\s+as\s+loss(?:es)?)?\b(?=.*\b(?:feeder|fdr|circuit|sub|substation|system|F\d|SUB-)|\W*$)(?<=.)", "lost"),
    (r"\b(how\s+(?:many|much)\s+(?:kwh|mwh|energy|power|electricity))\s+(?:did|does|has|have)\s+(.+?)\s+(?:wast(?:e|ed)|los[et]|leak(?:ed)?|bleed|bled|squander(?:ed)?|burn(?:ed)?\s+off|shed)(?:\s+(?:on\s+us|away|off))?\b", r"\1 lost on \2"),
    (r"\b(?:went|gone|is|was|were)\s+unaccounted(?:[\s-]for)?\b", "lost"),
    (r"\b(?:percent(?:age)?|share|fraction|%)\s+of\s+(?:the\s+|its\s+|our\s+)?(?:energy|power|electricity)\s+(?:that\s+)?(?:(?:was|is|got|were)\s+)?(?:lost|wasted|missing)\s+(?:by|on|in|at|from)\b", "percent loss on"),
    (r"\b(?:what|which)\s+(?:percent(?:age)?|share|%|fraction|part)\s+of\s+(?:our\s+|the\s+|its\s+|all\s+)*(?:energy|power|electricity|kwh)\s+(?:was|is|got|gets|were|did|does|do|has|have)\s+((?:(?!\byesterday\b).)*?)\s*\b(?:lost|los[es]|los(?:es|ing)|wasted|missing)\b", r"percent loss \1"),
    # Reads.
    (rf"\b({_READS})\s+(?:that\s+|which\s+)?{_NOT_COME}", r"missing \1"),
    (rf"\b({_READS})\s+(?:did|have|has|do)\s+(?:we|you|they|i|us)\s+(?:fail(?:ed)?\s+to\s+(?:get|receive|collect|read)|miss(?:ed)?|los[et]|not\s+(?:get|receive|collect|have))(?:\s+out\s+on)?", r"missing \1"),
    (rf"\b(?:left|leave|ha[ds]|have|with|show(?:ed|ing|s)?)\s+(?:some\s+|any\s+|an?\s+)?(?:holes?|gaps?|drop[\s-]?outs?|blanks?|breaks?)\b(?:\s+(?:in|of|within|on)\s+(?:(?:their|its|the)\s+)?{_READS})?", "with gaps"),
    (r"\b(?:meter\s+)?reading\s+(?=(?:came|come|was|got|estimated)\b)", "reads "),
    (rf"\bhow\s+much\s+of\s+(.*?)\b{_READS}\s*(.*?)\b(?:(?:did\s+)?we\s+(?:get|got|receive[ds]?|collect(?:ed)?)|c[ao]me|arrived?|(?:was|were|did)\s+(?:we\s+)?(?:received?|collected|get)|g[eo]t|made\s+it)(?:\s+(?:in|here|through|back))*\b", r"completeness of \1 reads \2"),
    (r"\b(?:how\s+much|what\s+(?:part|share|percent(?:age)?|portion|fraction|%))\s+of\s+(.*?)\b(?:meter\s+)?(?:interval\s+)?(?:readings?|reads?|intervals?|data)\b(.*?)\b(?:were|was|are|is|had\s+to\s+be|got)?\s*(?:estimate[ds]?|estimations?|guess(?:es|ed)?|filled\s+in|made\s+up)\b", r"share of estimated reads \1 \2"),
    (rf"\bestimated\s+{_READS}\s*,?\s+(?:as|in)\s+(?:an?\s+|the\s+)?(?:percent(?:age)?|share|%|fraction)(?:\s+of\s+(?:(?:the|all|total|of)\s+)*{_READS})?", "share of estimated reads"),
    (r",?\s+as\s+an?\s+(?:share|percent(?:age)?|fraction|part)\s+of\s+(?:it\s+all|the\s+total|the\s+whole|the\s+lot|them\s+all|all\s+of\s+(?:it|them))\b", ""),
    (r"(?:%|percent)\s+est\b\.?(?=\s+reads)", "percent estimated"),
    (r"\bmeters?\s+(?:that\s+|which\s+|have\s+|has\s+)*(?:stopp?(?:ed)?|quit|ceased|gave\s+up)\s+(?:talk|report|communicat|respond|send|answer|read|transmitt)(?:ing)?(?:\s+(?:to|with)\s+us|\s+in|\s+data)?\b|\bmeters?\s+(?:that\s+|which\s+|have\s+|has\s+)*(?:went|gone|go|fell|fallen|are|were)\s+(?:silent|quiet|mute)\b", "silent meters"),
    (r"\bvoltage\s+(?:troubles?|issues?|problems?|concerns?|complaints?(?=\s+by\s+meters))\b", "voltage violations"),
    # Weather.
    (r"\b(?:was|did|has|is|were)\s+(?:it|we|the\s+temperature)\s+(?:ever\s+)?(?:g[eo]t?(?:ne)?|dropp?(?:ed)?|been|fall(?:en)?|dip(?:ped)?)?\s*(?:below|under|to)\s+(?:freezing|zero)\b", "lowest temperature"),
    (r"\bhow\s+(?:hard|strong(?:ly)?|fast)\s+(?:is|was|did|does|has|have)\s+(?:the\s+)?winds?(?:\s+(?:blow(?:ing|n)?|been|get|got|gotten))*\b", "how strong wind"),
    (r"\bhow\s+strong\s+(?:the\s+)?winds?\s+(?:is|was|g[eo]t|went)\b(?:\s+back)?", "how strong wind"),
    (r"\bwind\s+(?:spd|velocity)\b", "wind speed"),
    (r"(?P<how>\bhow\s+(?:strong\s+wind|hot|cold|warm|cool|windy|humid)\b.*?),?\s*\b(?:at\s+(?:the\s+|its\s+)?(?:very\s+)?(?:peak|worst|top|most|max(?:imum)?|highest|height|hottest|coldest|strongest)|tops)\b", r"\g<how>"),
    (r"\b(how\s+(?:hot|cold|warm|cool|windy))\s+(?:has|did|was|does|had)\s+(?:it|the\s+weather)\s+(?:get|got|gotten|been|become|gone)\b", r"\1"),
    (r"\b(how\s+(?:hot|cold|warm|cool|windy))\s+(?:was|is|did)\s+the\s+weather\b", r"\1"),
    (r"\b(hottest|coldest|warmest|coolest)\s+(?:that\s+)?it(?:'s|\s+has|\s+had)?\s+(?:got|gotten|was|been|gets)\b", r"\1 temperature"),
    (r"\bwindiest\s+(?:that\s+)?it(?:'s|\s+has|\s+had)?\s+(?:got|gotten|was|been|gets)\b", "strongest wind"),
)  # fmt: skip
READING_TURNS: Final = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in _TURNS)
"""Patterns, and what is said plainly instead."""
