"""Everyday words for what the trade has a word for: "gets its power from" is fed from, "room" is headroom.

Each line is a family: all verbs, or nouns, that say one thing where they stand so; what they stand beside (a place, a
device, a quantity) tells that they mean it. A word that has another meaning beside something else is left there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from app.assistant.built_in.lexicon import NUMBERS
from app.assistant.built_in.swapping import swapped

_KIND: Final = (
    r"(?:feeders?|fdrs?|circuits?|ckts?|substations?|subs?|ss|transformers?|xfmrs?|txs?|meters?|mtrs?|poles?|fuses?|reclosers?"
    r"|breakers?|switch(?:es)?|ties?|sectionali[sz]ers?|devices?|crews?)"
)
_NAME: Final = rf"(?:(?:the\s+)?{_KIND}\s*#?\s*[\w\-]*\d[\w\-]*|[a-z]{{1,4}}-?\d[\w\-]*|(?:this|that|the)\s+{_KIND})"
"""A thing by its name, or the one that is picked."""
_NAMED: Final = rf"(?P<x>{_NAME})"
_NAMED2: Final = rf"(?P<x2>{_NAME})"
_SPELLED: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_POWER: Final = r"(?:power|electricity|electric(?:al)?\s+(?:power|service|supply)|supply|juice|energy|service)"
_ITS: Final = r"(?:(?:its|their|the|our|any|some)\s+)?"
_MONEY: Final = r"(?:money|dollars|cash)"
_LENGTH: Final = r"(?:m|met(?:er|re)s?|km|kilomet(?:er|re)s?|k|ft|feet|foot|miles?|mi|yards?)\b"
_FAR: Final = rf"(?P<d>\d[\d,.]*\s*{_LENGTH})"
_LOADED: Final = r"(?:load(?:ed|ing)?|carry(?:ing)?|running|taking|handling|pulling|drawing|working)"
_STOOD: Final = r"(?:up|standing|in\s+the\s+ground|in\s+service|in\s+place|in\s+use|installed|around|out\s+there)"
_BUILT: Final = r"(?:made|built|constructed|fabricated|manufactured)"
_SET: Final = (
    r"(?:installed|mounted|located|situated|placed|sited|standing|sitting|present|deployed|fitted|found|connected"
    r"|attached|hooked(?:\s+up)?|wired|linked|associated|tied\s+in)"
)
_TRAIT: Final = (
    r"(?:pad[\s-]?mount(?:ed)?s?|pole[\s-]?mount(?:ed)?|underground|overhead|residential|commercial|industrial|wood(?:en)?|steel"
    r"|concrete|tie|solar|pv|photovoltaic|critical|distribution)"
)
_FAILING: Final = (
    r"(?:giv(?:e|es|ing)\s+(?:way|out)|go(?:es|ing)?\s+bad|di(?:e|es|ying)|dying|break(?:s|ing)?(?:\s+down)?|conk\w*\s+out"
    r"|blow(?:s|ing)?(?:\s+up)?|quit(?:s|ting)?|fall(?:s|ing)?(?:\s+(?:over|down))?|com(?:es?|ing)\s+down|toppl(?:es?|ing)|snap(?:s|ping)?|collaps(?:e|es|ing))"
)
_CHANCE: Final = r"(?:chances?|odds|likelihood|probabilit(?:y|ies)|prob|pof|likely|likelier|likeliest|risk)"
_YEAR: Final = r"(?:(?:a|one|1|the\s+(?:next|coming|following))\s*-?\s*(?:year|yr)(?:'s\s+time|\s+from\s+now)?|(?:the\s+)?(?:next|coming)\s+(?:12|twelve)\s+months|(?:next|coming)\s+year)"

_Said = str | Callable[[re.Match[str]], str]

_EVERYDAY: Final[tuple[tuple[str, _Said], ...]] = (
    # What feeds what.
    (rf"\b(?:gets?|getting|got|draws?|drawing|takes?|taking|receives?|receiving|has|have)\s+{_ITS}{_POWER}\s+(?:from|off(?:\s+of)?|out\s+of|through|via|by\s+way\s+of)\b", "fed from"),
    (rf"\b(?:(?:is|are)\s+)?(?:depend(?:s|ing|ent)?|rel(?:y|ies|ying|iant))\s+(?:on|upon)\s+(?={_NAME})", "fed from "),
    (r"\b(?:(?:is|are)\s+)?(?:depend(?:s|ing|ent)?|rel(?:y|ies|ying|iant))\s+(?:on|upon)\b", "on"),
    (rf"\s+(?:to\s+get|for)\s+(?:their|its|the)\s+{_POWER}\b", ""),
    (r"\b(?:originat(?:es?|ing)|emanat(?:es?|ing)|stems?)(?:\s+(?:from|at|in))?\b", "fed from"),
    (r"\b(?:comes?|coming|hangs?|hanging|hung|branch(?:es|ing)?|runs?)\s+off(?:\s+of)?\b", "fed from"),
    (rf"\b(what|which)\s+({_KIND})\b(.{{0,30}}?)\bupstream\s+(?:of|from)\b", r"\1 \2\3 feeds"),
    (rf"\b(?:supplying|feeding|serving|parent|upstream|source)\s+(feeder|transformer|substation)\s+(?:of|for|to)\s+(?:asset\s+)?(?={_NAME})", r"which \1 feeds "),
    (r"\b(?<!of\s)(?<!class\s)(?:the\s+)?customer(?:'s)?\s+(?:(?:at|on|of|behind|with)\s+)?(?:the\s+)?(?=(?:meter|mtr)\b)", ""),
    (rf"\b(feeder|circuit|fdr|substation|sub|transformer|xfmr|tx|pole)\s+(?:that\s+|which\s+|is\s+)?(?:serv|feed|suppl|carr|hold|support|power)(?:ing|ying|es|ies|s)(?:\s+up)?\s+(?={_NAME})", r"which \1 has "),
    (rf"\b({_KIND})\s+(?:directly\s+|immediately\s+)?upstream\s+(?:of|from)\s+(?={_NAME})", r"which \1 feeds "), (r"\bkeeps?\s+(?:on|lit|powered|energi[sz]ed)\b", "serve"),
    # The other end of a tie.
    (r"^(?!.*\b(?:load|customers?|open|closed|outages?|current|rating|energi[sz]ed|position)\b)(?=.*\b(?P<t>tie-?\d[\d\-]*|tie\s+switch\s+[\w\-]*\d[\w\-]*))(?=.*\b(?P<f>(?:feeder|fdr|circuit|ckt)\s*#?\d+|F\d+)\b)(?=.*\b(?:which|what|other|far)\b.*\b(?:feeder|fdr|circuit|ckt|side|end)\b|.*\bother[\s-]end\b).*$", r"\g<t> ties \g<f> to which feeder"),
    (r"\b(critical|life\s+support|priority|medical)\s+(?:sites?|patients?|users?)\b", r"\1 customers"), (r"\b(?:below|under)\s+(?:the\s+)?ground\b", "underground"),
    (r"\bcabled?\s+(?=underground\b)", ""), (r"\bcontinuous\s+(?=(?:current|rating|limit|load|amp))", ""), (r"\b(?:per\s+annum|p\.a\.)(?!\w)", "per year"),
    (rf"^(\W*{_NAME}\b.*?)\s+(?:hang|sit|stand|are|do\s+we\s+have)\s+there(?=\W*$)", r"\1"), (r"\btallness\b", "height"),
    (r"\bleft\s+its\s+(?:normal|usual)\s+(?:position|state)\b", "abnormal position"),
    (r"\bwith\s+(?:the\s+)?most\s+years(?:\s+on\s+(?:it|them))?\b", "oldest"), (r"\boverloads?\s+(?:among|in|on)\s+(?:the\s+|our\s+|all\s+)*transformers\b", "overloaded transformers"),
    (rf"\bmost\s+(?:heavily\s+)?loaded\s+({_KIND})\b(.*?)\s+(?:in|by)\s+(mw|kw|amps|megawatts|kilowatts)\b", r"\1 with highest load\2 in \3"),
    (rf"^\W*({_NAME})(?:'s)?\s+(\w+)\s+(?:next\s+to|beside|alongside|against)\s+({_NAME})(?:'s)?\s*(?:\2)?\W*$", r"compare \2 of \1 and \3"),
    (r"\b(health|condition|strength|power\s+factor|pf)\b(.{0,20}?)\bworse\s+than\s+(?=\d)", r"\1\2below "), (r"\b(health|condition|strength|power\s+factor|pf)\b(.{0,20}?)\bbetter\s+than\s+(?=\d)", r"\1\2above "),
    (r"^(?=.*\b(?:poles?|transformers?)\b)(.*?)(?<!health\s)(?<!inspection\s)(?<!condition\s)(?<!inspected\s)\b(?:scores?|scoring)\s+(?=(?:under|below|less|lower|over|above|more)\b)", r"\1health score "),
    (r"\blies?\s+(?=beyond|behind|past|downstream)", ""), (r"\bunder\s+the\s+(?=heaviest|most|least|highest|lightest)", "with "),
    (r"\b(meter|pole|transformer|customer|switch|device)\s+population\b", r"number of \1s"), (r"\b(customer|meter)\s+numbers(?=\W*$)", r"\1s"),
    (rf"\b(?:league\s+)?table\s+of\s+(?:our\s+|the\s+|all\s+)*({_KIND})\s+by\b", r"rank \1 by"), (r"\b(?:out\s+)?in\s+the\s+field(?=\W*$)(?<!crews\sin\sthe\sfield)(?<!crew\sin\sthe\sfield)(?<!are\sin\sthe\sfield)(?<!is\sin\sthe\sfield)", ""),
    (r"\b(?:wrong|unusual|non-?normal)\s+(?:position|state)\b", "abnormal position"), (r"\b(?:poorest|weakest|lousiest)\s+(?=power\s+factor|pf\b|voltage)", "worst "),
    (rf"^\W*(?:is\s+)?(?:pole\s+)?{_NAMED}\W+(?:is\s+it\s+)?(?:made\s+of\s+)?(?:wood(?:en)?|steel|concrete)\s+or\s+(?:wood(?:en)?|steel|concrete)\b", r"material of \g<x>"),
    (rf"\b{_NAMED}\s+(?:measures|is)\s+how\s+many\s+(met(?:er|re)s|feet|ft|km|kilomet(?:er|re)s|miles)(?:\s+(?:tall|high|long))?\b", r"length of \g<x> in \2"),
    (r"\b(?:starts?|begins?|leaves?|exits?|departs?)(?:ing)?\s+(?:at|from|out\s+of)\s+(?=(?:the\s+)?(?:substation|sub|ss)\b)", "fed from "),
    (r"\bhome\s+(?=(?:substation|feeder|circuit)\b)", ""),
    # Where things stand.
    (rf"\b({_KIND})\s+(?:on|to|at|from|by|in)\s+which\s+({_NAME})\s+(?:is|are)\s+(?:{_SET}|fed|supplied|served)\b", r"which \1 is \2 on"),
    (rf"^\W*(?:to|on|at|from|off|in)\s+(which|what)\s+({_KIND})\s+(?:is|are|was)\s+({_NAME})\s+(?:{_SET}|assigned|fed|supplied)(?=\W*$)", r"\1 \2 is \3 on"),
    (rf"\b{_SET}\s+(?:on|at|in|along|within|with|to|by|off)\s+(?={_NAME}|(?:the|our)\s+(?:system|network|grid|utility))", "on "),
    (r"\b(?:sits?|sitting|hangs?|hanging|stands?|standing|is|be)\s+up\s+on\b", "on"),
    (r"\b(?:in\s+)?(?:the\s+)?area\s+(?:served|fed|supplied)\s+(?:by|from)\b", "on"),
    (rf"\b({_NAME})\s+area\b", r"\1"), (rf"\b(?:hang(?:s|ing)?|hung|sits?|sitting|running)\s+(?:on(?:to)?|along)\s+(?={_NAME})", "on "),
    (rf"\bover\s+(?=(?:on|at|in)\s+{_NAME})", ""), (r"\b(panels?|solar|pv|chargers?|evs?)\s+installed\b", r"\1"),
    (r"\b(?:solar\s+)?(?:panels?|solar|pv)\s+(?:up\s+)?on\s+(?:the|their|its|(?:people|customer|home|house)s?'?s?|a|roofs?)\s*roofs?\b", "solar"),
    (r"\bhomes?\s+and\s+business(?:es)?\b", "customers"), (r"\bhead\s?count\b(?!.*\bcrew)(?<!crew\sheadcount)", "count"),
    (rf"\bfor\s+(?:an?|the|some)\s+(?:job|work|call|task)\s+(?:at|on|near)\s+(?={_NAME})", "to "),
    (rf"\b(?:can|could|would)\s+(?:reach|get\s+to|be\s+at|arrive\s+at)\s+{_NAMED}\s+(?:the\s+)?(?:quickest|fastest|soonest)(?:,?\s+by\s+distance)?", r"is nearest to \g<x>"),
    (r"\b(what\s+(?:kind|type|class|sort)\s+of\s+[^,?]+),?\s+(?:like|such\s+as|e\.?g\.?|for\s+example)\s+[^?]*(?=\?|$)", r"\1"),
    (r"\b(what\s+(?:kind|type|class)\s+of\s+customer)\s+(?:sits?|is|lives)\s+(?:behind|on|at)\s+", r"\1 on "),
    (r"\b(?:supposed|meant)\s+to\s+be\b", ""), (r"\btiniest\b|\blittlest\b", "smallest"),
    (rf"\b(feeder|fdr|circuit|substation|sub|crew)\s+({_SPELLED})\b(?!\s+\w+s\b)", lambda said: f"{said[1]} {NUMBERS[said[2].lower()]}"),
    (rf"^\W*({_NAME})\W+(open\s+or\s+closed|closed\s+or\s+open|overhead\s+or\s+underground|dead\s+or\s+(?:live|alive))\b", r"is \1 \2"),
    (r"\b(do|does|has|have|is)\b(.*?)\b(?:have\s+)?voltage(?=\W*$|\s+(?:now|right))(?<=have\svoltage)", r"\1\2have power"),
    (r"\bpart\s+of(?=\W*$)", "belong to"),
    # Whose, of what kind, how many there are.
    (r"\b(?:do|does)\s+(we|the\s+utility|our\s+utility)\s+(?:own|operate|maintain|manage|run)\b", r"do \1 have"),
    (r"\b(?:(?:that\s+)?(?:we|the\s+utility)\s+owns?|owned\s+by\s+(?:us|the\s+utility|our\s+utility))\b", ""),
    (r"\b(?:in|all)\s+(?:all\s+)?told\b|\bend\s+to\s+end\b|\badding\s+up\b|\badded\s+up\b|\ball\s+over\b(?=\W*$)", "in total"),
    (r"\bhow\s+(?:big|large)\s+is\s+(?:the|our)\s+customer\s+base\b(?:,?\s+in\s+numbers?)?", "how many customers"),
    (r"\bhow\s+(?:big|large)\s+is\s+(?:the|our)\s+fleet\s+of\s+(\w+(?:\s+transformers|\s+poles)?)\b(?:\s+that\s+(?:is|are)\b)?", r"how many \1"),
    (r"\bhow\s+(?:big|large)\s+is\s+(?:the|our)\s+(\w+)\s+fleet\b", r"how many \1s"),
    (r"\b(smallest|least|lowest)\s+customer\s+base\b", "fewest customers"),
    (r"\b(?:biggest|largest)\s+customer\s+base\b", "most customers"),
    (rf"\b({_TRAIT})\)?[\s-]+(?:type|kind|class|category|variety|sort|construction|units?|installations?)s?\b", r"\1"),
    (r"\b(transformers?|poles?)\s+of\s+(?:the\s+)?(?=(?:padmount|residential|wood|steel)\w*\b)", r"\1 "),
    (r"\b(transformers?|xfmrs?|tx)\s+units?\b", r"\1"),
    (r"\bhow\s+(?:large|big)\s+an?\s+(?:unit|transformer|one)\b", "what size"),
    (r"\bhow\s+(?:good|bad|high|low|large|big|strong|great)\s+an?\s+(?=\w)", "what "),
    (r"\bwhat\s+(?:kind|sort|type)\s+of\s+(?=(?:power\s+factor|load|voltage|demand|current|health|headroom|material|volts|rating)\b)", "what "),
    (rf"\bpoles?\s+(?:(?:that|which)\s+)?(?:(?:is|are)\s+)?{_BUILT}\s+(?:out\s+)?(?:of|from)\s+(wood|steel|concrete|composite)\b", r"\1 poles"), (rf"(?:\b(?:is|are)\s+)?\b{_BUILT}\s+(?:out\s+)?(?:of|from)\s+(wood|steel|concrete|composite)\b", r"\1"),
    (rf"\b{_BUILT}\s+(?:up\s+)?(?:out\s+)?(?:of|from)\b(?!\s+\d)", "made of"),
    (r"^(?=.*\btransformers?\b)(.*?)(?<!per\s)\bunits?\b", r"\1"), (r"\bcabled?\s+(?:rather\s+than|instead\s+of|not|vs\.?)\s+overhead\b", "underground"),
    (rf"\bwhat\s+year\s+(?:did\s+(?:they|we)|was|were)\s+(?:put\s+(?:up|in)|set|hang|install)\s+(?={_NAME})", "year installed "),
    (rf"\b(?:people|folks)(?=\s+(?:(?:are|is)\s+)?(?:on|off|at|in|under|behind|fed\s+from)\s+(?!.*\bcrew){_NAME})", "customers"), (r"\blife\s+support\s+(?:people|folks)\b", "life support customers"),
    (r"\bgone\s+solar\b", "have solar"),
    (r"\blife\s+support\s+(?:equipment|machines?|devices?)\b", "life support"),
    (r"\b(?:med(?:ical)?(?:\s+baseline)?\s*(?:/|or|and)\s*life\s+support|life\s+support\s*(?:/|or|and)\s*med(?:ical)?(?:\s+baseline)?)\b(?:\s*\(?\s*medical\s+baseline\s*\)?)?", "life support"),
    (r",?\s+(?:and\s+)?i\s+mean\s+(?:(?:its|the|their)\s+)?(?=\w)|,?\s+i\s+mean(?=\W*$)", " "),
    (r"\bright\s+this\s+(?:minute|second|instant|moment)\b|\bas\s+we\s+speak\b|\bthis\s+(?:very\s+)?(?:instant|minute)\b", "now"),
    (r"\bteam\b|\bfield\s+crew\b", "crew"), (r"\bteams\b|\bfield\s+crews\b", "crews"), (r"\b(what|which|the)\s+sort\s+of\b", r"\1 kind of"),
    (r"\b(?:the\s+)?quantity\s+of\b", "number of"), (r"\b(hot|live|energi[sz]ed|on)\s+or\s+(?:dead|off|not|de-?energi[sz]ed|out|cold)\b", "energized?"), (r"\b(energi[sz]ed|open|closed)\s+status\b", r"\1"), (rf"\bof\s+(?:the\s+)?(?:type|kind|class)\s+(?={_TRAIT}\b)", " "),
    (r"\b(?:in\s+terms\s+of|going\s+by|when\s+it\s+comes\s+to)\b", "by"), (r"\brooftop\s+(?=solar|pv|photovolt)", ""),
    (r"\b(?:electrically|physically|geographically)\s+(?=\w)", ""),
    (r"\b(what|which|the)\s+company\s+(?:that\s+)?(?:built|made|makes|manufactured|produced|supplied)\b", r"who made"),
    (rf"\b(?:of\s+|by\s+|from\s+)?(?:the\s+)?opening\s+(?:of\s+)?{_NAMED}", r"if \g<x> opens"), (r"\bde-?energi[sz]ed\s+(?:by\s+)?(?=if\b)", "out "),
    (r"\b(?:present\s+|current\s+)?(?:position|state|status)\s*(?:<>|!=|≠|differs?\s+from|(?:is\s+|are\s+)?different\s+(?:from|than|to)|(?:does|do)(?:\s+not|n't)\s+match|is\s+not|other\s+than)\s*(?:(?:its|their|the)\s+)?(?:normal|usual)(?:\s+(?:position|state|status|one))?\b", "abnormal position"),
    (r"\b(?:whose|where)\s+(?=abnormal\s+position)", "in "),
    (r"\b(meter|transformer|pole|feeder|substation)\s+id\s+(?=\d)", r"\1 "), (r"\b(?:source|parent)\s+(?=substation\b|feeder\b|transformer\b)", ""),
    (r"\b(?:lookup|look-up|attribute|property)\b", ""), (r"\bfail(?:ure)?\s+prob\b", "failure probability"), (r"\b(?:1|one)[\s-]y(?:ea)?r\s+(?=fail)", ""),
    (r"\bitems\b(?=.*\b(?:failure|fail|health|risk|age)\b)", "assets"),
    # How far a line runs.
    (rf"\bhow\s+far\s+(?:does|do|did)\s+{_NAMED}\s+(?:run|stretch|extend|go|reach|span)(?:\s+(?:out|for|over|to))?\b", r"how long is \g<x>"),
    (rf"\bhow\s+many\s+(?P<u>km|kilomet(?:er|re)s|miles|feet|met(?:er|re)s)(?:\s+of\s+(?:line|wire|circuit))?\s+(?:(?:does|do)\s+)?{_NAMED}\s+(?:run|stretch|extend|cover|span|reach|go)\w*(?:\s+(?:over|for|across|out))?\b", r"how long is \g<x> in \g<u>"),
    (r"\b(?:run|stretch|extend|reach|go)(?:s|es|ing)?\s+(?:the\s+)?(?:farthest|furthest|longest)\b", "are longest"),
    (r"\b(?:run|stretch|extend|reach|go)(?:s|es)?\s+(?:farther|further|longer)\s+than\b", "longer than"),
    (r"\bhow\s+many\s+(met(?:er|re)s|feet|ft)\s+(tall|high|long)\b(.*?)\W*$", r"how \2\3 in \1"),
    # What it carries, and could.
    (rf"\bhow\s+(?:much\s+current|many\s+amp(?:ere)?s)\s+(?:(?:can|could|may|is|are)\s+{_NAMED}|{_NAMED2}\s+(?:can|could|may|is))\s+(?:(?:allowed|able|rated|good)\s+(?:to|for)\s*)?(?:take|carry|handle|bear|pass|run|sustain)?(?=\W*$|\s+(?:at\s+(?:most|max\w*)|safely|continuously))(?:\s+(?:at\s+(?:most|max\w*)|safely|continuously))?", lambda said: f"rated current of {said['x'] or said['x2']}"),
    (rf"\bmax(?:imum)?\s+(?:amps|amperes|current)\s+{_NAMED}\s+(?:is\s+|can\s+)?(?:(?:built|made|designed|good|rated)\s+for|take|carry|handle)\b", r"rated current of \g<x>"),
    (r"\b(?:is\s+)?flow(?:s|ing)?\s+(?:on|in|through|down|into|along|out\s+of)\b", "on"),
    (r"\b(low|high)\s+point\s+(?:of|in|for)\s+(?:the\s+)?", r"\1est "),
    (rf"\b{_NAMED}\s+(?:is\s+)?(?:good|rated)\s+for\s+how\s+many\s+(amps|amperes|kva|mva)\b", r"rating of \g<x> in \2"),
    (rf"\bhow\s+much\s+more(?:\s+(?:load|power|demand))?\s+(?:can|could)\s+(?:we\s+|you\s+|i\s+)?(?:put|add|place|load|hang|connect|take\s+on)\s+(?:on|onto|to)(?:to)?\s+{_NAMED}(?:\s+before\s+it(?:'s|\s+is|\s+gets)?\s*(?:full|overloaded|at\s+(?:its|the)\s+limit|maxed\s+out))?", r"headroom on \g<x>"),
    (rf"\bhow\s+much\s+(?:more\s+)?(?:load\s+)?can\s+(?:still\s+|yet\s+)?be\s+(?:added|connected|put|hung|placed|loaded)\s+(?:on|to|onto)\s+{_NAMED}", r"headroom on \g<x>"),
    (r"\b(?:kva|mva|capacity)\s+(?:is\s+|are\s+)?(?:still\s+)?(?:available|free|unused|spare|left|to\s+spare)\s+(?=(?:on|at|in|for)\b)", "headroom "),
    (r"\b(?:unused|free|idle|untapped|leftover|excess)\s+capacity\b", "spare capacity"),
    (rf"\bhow\s+much\s+(?:more|extra|additional|further|spare|new)(?:\s+(?:load|power|demand|capacity))?\s+(?:can|could)\s+{_NAMED}\s+(?:still\s+)?(?:pick\s+up|take(?:\s+on)?|carry|handle|absorb|accept|serve|support|accommodate)", r"headroom on \g<x>"),
    (r"\b(?:can|could)\s+(?:take\s+on|pick\s+up|absorb|accept|take|handle|carry)\s+(?:the\s+)?(most|least)\s+(?:extra|more|additional|new|further)\s+load\b(?:\s+before\s+it(?:'s|\s+is|\s+gets)?\s*(?:full|overloaded))?", r"has the \1 headroom"),
    (r"(?<!control\s)\b(?:room|slack)(?:\s+(?:there|that))?(?:\s+(?:is|are))?(?:\s+still)?(?:\s+(?:left|remaining|to\s+spare|to\s+grow|is))?\b(?!\s+for\b)", "headroom"),
    (rf"\b(which|what)\s+({_KIND})\s+(?:can|could)\s+(?:handle|carry|take|bear|support|hold|deliver)\s+(?:the\s+)?(most|least)\b(?:\s+load\b)?(?!\s+\w*more)", r"\1 \2 has the \3 capacity"),
    (r"\binstalled\s+(?=(?:transformer\s+)?capacity\b)", ""),
    (r"\b(?:handl|shoulder|bear|mov|push|pull|deliver)ing\b(?=\W*$|\s+(?:now|right|the\s+(?:most|least)|at\s+(?:the|this)))", "carrying"),
    (rf"\bhow\s+much\s+(?:power|load|demand|juice|electricity)\s+(?:is\s+|does\s+)?{_NAMED}\s+(?:is\s+)?(?:draw|pull|us|carry|tak|handl|serv)(?:e|s|es|ing)?\b", r"load of \g<x>"),
    (r"\b(?:active|real)\s+power(?:\s+flow(?:ing)?)?\b|\bpower\s+flow\b", "load"),
    (r"\bworking\s+(?:the\s+)?hardest\b|\bhardest[\s-]+working\b", "most heavily loaded"),
    (r"\b(?:running\s+)?(?:closest|nearest)\s+to\s+(?:its|their|the)\s+(?:limits?|ratings?|capacit(?:y|ies)|maximum)\b", "with highest loading percent"),
    (rf"\b(?:are\s+|is\s+|being\s+)?{_LOADED}\s+(?:with\s+)?more\s+(?:load\s+)?than\s+(?:they|it|its|their)(?:'re|\s+are|\s+is)?\s*(?:should|can|could|ratings?|rated(?:\s+for)?|supposed\s+to|meant\s+to|built\s+for|designed\s+for|allowed)(?:\s+(?:be|carry|handle|take))?", "overloaded"),
    (r"\b(?:ha(?:s|ve)|with|carry\w*)\s+too\s+much\s+load(?:\s+on\s+(?:them|it))?\b", "overloaded"),
    (r"\bload(?:ing)?\s+(?:is\s+)?(?:exceed(?:s|ing)?|past|beyond|above|over)\s+(?:the\s+|its\s+|their\s+)?rat(?:ing|ed\s+\w+)s?\b", "overloaded"),
    (r"\b(power\s+factor|pf|voltage|loading|percent\w*)\b(.{0,40}?)(?<!\bto)\s+(?:runs?|running|sits?|sitting|operating)\s+at\b", r"\1\2"),
    (r"\bas\s+a\s+percent(?:age)?\s+of\s+what\s+it(?:'s|\s+is)\s+rated\s+for\b", "in percent of rating"),
    (rf"\b(?:percent(?:age)?|fraction|share|proportion|portion|much)\s+of\s+its\s+(?:rated\s+)?(?:rating|capacity|limit)\s+(?:is\s+|does\s+)?{_NAMED}\s*(?:is\s+)?(?:using|use|running(?:\s+at)?|carrying|at|taking|loaded\s+(?:to|at)|sitting\s+at)?(?!\w)", r"loading percent of \g<x> "),
    (r"\b(percent(?:age)?\s+of)\s+(?:its|their|the)\s+rated\s+(capacity|load)\b", r"\1 capacity"),
    (r"\b(amps?|current|voltage|volts|load|power\s+factor|pf|kw|mw)\s+reading\b", r"\1"), (r"\breading\s+(?=(?:under|over|above|below|less|more)\b)", ""),
    (r"\b(?:above|over|past|beyond|exceed(?:s|ing)?)\s+(?:their|its|the)\s+(?:kva\s+|own\s+)?(?:ratings?|nameplates?|limits?)\b", "overloaded"),
    (r"\bover\s+nameplate\b", "overloaded"),
    (rf"\bhow\s+full\s+is\s+{_NAMED}\s+(?:running|loaded)\b", r"how full is \g<x>"),
    (rf"\bwhat\s+voltage\s+is\s+{_NAMED}\s+(?:built|designed|meant|made|supposed)\s+(?:to\s+(?:run|operate|be)(?:\s+at)?|for)\b", r"nominal voltage of \g<x>"),
    (rf"\bhow\s+many\s+amp(?:ere)?s\s+(?:is|are|does)\s+{_NAMED}\s+(?:pull|draw|carry|run|tak|handl|us)(?:e|s|es|ing|ning)?\b", r"current of \g<x> in amps"),
    (r"\b(?:people|customers?|folks|homes|households)\s+(?:have|has)\s+lost\s+(?:their\s+)?(?:power|supply|electricity|service)\b(?!.*\b(?:today|yesterday|last|this|past|since|in|during|so\s+far)\b)", "customers are out"),
    (r"\bover\s+the\s+(?:whole|entire)\s+(network|system|grid)\b", r"in the whole \1"),
    (r"\b(?:runs?|goes|lies|is\s+laid)\s+(?=(?:underground|overhead)\b)", "is "),
    (r"\bpercent(?:age)?\s+of\s+what\s+(?:they|it)(?:'re|\s+are|\s+is)?\s+(?:can|could|should|rated\s+to|able\s+to)\s+(?:take|carry|handle|bear)\b", "percent of rating"),
    (r"%\s+of\s+what\s+(?:they|it)\s+(?:can|could|should)\s+(?:take|carry|handle|bear)\b", "% of rating"),
    (r"\b(?:running|sitting|operating|cruising)\s+(?=(?:at\s+)?(?:more|less|over|above|below|under)\b)", ""),
    (rf"\b(?:the\s+)?most\s+(load|demand|power)\s+(?:(?:that|which)\s+)?(?P<of>{_NAME}|(?:(?:our|the)\s+)?(?:whole\s+|entire\s+)?(?:system|utility|network|grid)|we)\s+(?:has\s+|have\s+)?(?:ever\s+)?(?:carried|had|seen|saw|served|reached|hit|drew|pulled)\b", r"peak \1 of \g<of>"),
    (rf"\bhow\s+much\s+(?:load|power|demand)\s+(?:has|have|had|was|were|is|did)\s+(?P<of>{_NAME}|(?:the|our)\s+(?:whole\s+|entire\s+)?(?:system|utility|network|grid)|we)\s+(?:been\s+)?(?:carr|serv|deliver|suppl|us|draw|pull)\w*", r"load of \g<of>"),
    (r"\bvoltage\s+is\s+(.+?)\s+(?:built|designed|made)\s+(?:to\s+(?:run|operate)|for)\b", r"nominal voltage of \1"),
    (r"\bnominal\s+operating\s+voltage\b", "nominal voltage"),
    (r"\bputting\s+out\b(?=\s+(?:on|at|from|now)\b|\W*$)", ""),
    (r"\bon\s+(?:its|the)\s+secondary(?:\s+side)?\b", "secondary"),
    (r"\bsec(?:ondary)?\.?\s+(?=v\b|volts?\b|voltage\b)", "secondary "), (r"\b(secondary|primary)\s+v\b", r"\1 volts"),
    (r"\bhow\s+(?P<e>low|high)\s+(?:has|have|did|was|is)\s+(?:the\s+|our\s+)?(?P<q>(?:system\s+)?(?:load|demand|voltage|usage))\s+(?:gone|go|got|get|gotten|been|dropped?|fall(?:en)?|climb(?:ed)?|risen?|dip(?:ped)?)(?:\s+to)?\b", r"\g<e>est \g<q>"),
    (r"\bwhen\s+were\s+we\s+(?:the\s+)?busiest\b(.*?),?\s*(?:load[\s-]?wise)?(?=\W*$)", r"when was the peak load\1"),
    (r"\b(?:did|does|has)\s+(?:the\s+|our\s+)?(?:system\s+)?(?:load|demand)\s+(?:top(?:ped)?|max(?:ed)?|peak(?:ed)?)(?:\s+out)?\b", "was the peak"),
    (r"^\W*(?:state\s+|give\s+(?:me\s+)?|name\s+)?(?:the\s+)?time\s+(?:at\s+which|when)\s+(?:the\s+)?(?:system\s+)?(?:load|demand)\s+(?:was\s+(?:at\s+)?(?:its\s+)?(?:highest|peak)|reached\s+(?:its|the|a)\s+(?:maximum|max|highest|peak)|peaked)", "at what time was the peak"),
    (r"\b(load|demand)\s+(?:top|max)(?:s|ped|ed)\s+out\b", r"\1 peaked"),
    (r"\breach(?:es|ed|ing)?\s+(?:its|the|a)\s+(?:maximum|max|highest|peak)\b", "peak"),
    (r"\bat\s+which\s+(?=the\s+(?:system\s+)?(?:load|demand)\b)", "of "), (r"\btime\s*stamp\b", "time"),
    (r"\b(?:trailing|rolling|preceding)\s+(?=\d+\s*-?\s*(?:h|hours?|hrs?|days?)\b)", "last "),
    (r"\b(\d+)[\s-]+(hours?|days?)\s+window(?:\s+(?:ending|up\s+to|until|till)\s+now)?\b", r"last \1 \2"),
    (r"\baverag(?:ed|es)(?:\s+out)?(?:\s+(?:to|at))?\b", "average"),
    # Of the newest reading.
    (r"\bcurrent\s+(?:value|reading)\s+in\s+(a|amps?|amperes?)\b", r"current in \1"),
    (r"\b(?:latest|current|present|last|most\s+recent)\s+value\b|,\s*latest(?=\W*$)", " now"),
    (r"\b(?:latest|last|most\s+recent|current)\s+((?:secondary\s+|measured\s+|system\s+)?(?:voltage|load|loading|power\s+factor|amps|demand))\s+values?\b", r"present \1"),
    (r"\b(?:latest|most\s+recent)\s+(?=(?:secondary\s+|measured\s+|system\s+)?(?:voltage|load|loading|current|power\s+factor|amps|demand|kw|mw)\b)", "present "),
    # Where a line begins: its voltage is measured there.
    (r"\b(?:at\s+)?(?:the\s+)?(?:head[\s-]?end|sending[\s-]end|source[\s-]end|beginning|very\s+start|start|front\s+end|head\s+of\s+the\s+line)\b(?=.*\bvolt)|(?<=\bvoltage)\s+(?:is\s+)?(?:at\s+)(?:the\s+)?(?:head[\s-]?end|beginning|start|source)\b", " head"),
    (r",?\s+at\s+the\s+(?:head[\s-]?end|sending\s+end|source\s+end)\b", " head"),
    (r"\b(?:where\s+it|as\s+it)\s+(?:leaves|comes\s+out\s+of|exits|starts\s+(?:at|from))\s+the\s+(?:sub)?station\b", "head"),
    (r"\bsince\s+this\s+time\s+yesterday\b", "in the last 24 hours"),
    (r",?\s*\b(?:when|if)\s+(?:you|we|i)\s+(?:add|sum)\s+(?:them|it|everything)?\s*(?:all\s+)?(?:up|together)\b", " in total"),
    (r"\b(voltage|volts|kv)\b(.*?)\bat\s+the\s+(?:sub)?station\s+(?:end|side|bus)\b", r"\1\2 head"), (r"\bby\s+(?:closeness|proximity|nearness)\s+to\b", "by distance from"),
    # Limits.
    (rf"\b(?:nearby|near|around)\s+{_NAMED}\s*,\s*{_FAR}", r"within \g<d> of \g<x>"),
    (rf"\b({_SPELLED}|\d)\s+decades\b", lambda said: f"{int(NUMBERS.get(said[1].lower()) or said[1]) * 10} years"),
    (r"\b(?:with\s+|ha(?:s|ve)\s+)?(more|less)\s+than\s+(\d+)\s+years\s+behind\s+(?:it|them)\b", lambda said: f"{'older' if said[1].lower() == 'more' else 'younger'} than {said[2]} years"),
    (rf"\b(?:with)?in\s+(?:the\s+|an?\s+)?{_FAR}\s+(?:around|about|surrounding)\b", r"within \g<d> of"),
    (r"\b(?:above|higher\s+than|over|beyond|exceeding|more\s+than)\s+(?:what\s+)?(range\s+[ab])\s+(?:allows?|permits?|tolerates?)\b", r"above \1"),
    (r"\b(?:below|lower\s+than|under|less\s+than)\s+(?:what\s+)?(range\s+[ab])\s+(?:allows?|permits?|tolerates?)\b", r"below \1"),
    (r"\b(?:past|over|beyond|above)\s+(?:the\s+)?(\d+)[\s-]*(?:years?|yrs?)\s+(?:of\s+age|mark)\b", r"older than \1 years"),
    (r"\b(?:(?:have|has)\s+)?(?:passed|crossed|hit|topped)\s+(?:the\s+)?(\d+)[\s-]+(?:years?|yrs?)(?:\s+(?:of\s+age|mark))?\b", r"are older than \1 years"),
    (rf"\b(?:with)?in(?:side)?\s+(?:an?\s+)?{_FAR}\s+(?:circle|radius|ring|range|zone)\s+(?:around|of|from)\b", r"within \g<d> of"),
    (rf"{_FAR}\s+or\s+(?:closer|less|nearer)\s+(?:to|from|of)\b", r" within \g<d> of"),
    (rf"\b(?:(?:is|are|be)\s+)?(?:(?:no|not)\s+(?:farther|further|more)\s+than|at\s+most)\s+{_FAR}(?:\s+(?:away|out))?\s+(?:from|of|to)\b", r"within \g<d> of"),
    (rf"\b(?:w/in|inside|inside\s+of|up\s+to|under|less\s+than|at\s+most|within)\s+{_FAR}(?:\s+(?:away|out|in\s+any\s+direction))?\s+(?:from|of|around)\b", r"within \g<d> of"),
    (rf"\b(?:around|near|about|close\s+to)\s+{_NAMED}\s*,?\s+(?:say\s+)?(?:up\s+to|within|out\s+to|at\s+most)\s+{_FAR}(?:\s+(?:away|out))?", r"within \g<d> of \g<x>"),
    (rf"\b(?:(?:whose|with|where|and)\s+)?(?:the\s+|a\s+)?distance\s+(?:to|from)\s+{_NAMED}\s*(?:is\s+)?(?:<=?|≤|under|below|less\s+than|at\s+most|up\s+to|within)\s*{_FAR}", r"within \g<d> of \g<x>"),
    (r"\b(?:located|situated|lying|sitting|sit|lie)\s+(?=(?:within|nearest|near|closest)\b)", ""), (r"\bother\s+(?=(?:transformers?|crews?|poles?)\b.*\b(?:within|near|nearest|around)\b)", ""),
    (r"(?:\bvoltages?\s*)?(?:\btoo\s+high,?\s*)?(?:>=?|\bover|\babove|\bpast|\bexceeding)\s*(?:126|127)(?:\.0)?\s*(?:v\b|volts?\b)?\s*\(\s*(range\s+[ab])[^)]*\)", r" above \1"),
    (r"\b(?:are\s+we\s+)?running\s+any\s+(transformers?|meters?)\s+(?=above|below|over|under)", r"any \1 "),
    (r"\b(?:with|at|from)\s+(?:the\s+)?(?:minimum|min|shortest|smallest|least|lowest)\s+distance(?:\s+away)?\s+(?:to|from|of)\b", "nearest to"),
    (rf"\bto\s+{_NAMED}\s+from\s+the\s+(?:least|shortest)\s+distance(?:\s+away)?", r"nearest to \g<x>"),
    (r"\b(?:past|over|exceed(?:s|ing)?|beyond|above)\s+(?:the\s+)?(?:top|upper\s+(?:limit|end)|max(?:imum)?|ceiling)\s+(?:of|end\s+of)\s+(range\s+[ab])\b", r"above \1"),
    (r"\b(?:past|over|exceed(?:s|ing)?|beyond|above)\s+(?:the\s+)?(range\s+[ab])\s+(?:upper\s+limit|top|max(?:imum)?|limit)\b(?:\s+of)?", r"above \1"),
    (r"\b(past|over|above|below|under|beyond|exceed(?:s|ed|ing)?)\s+(?:an?|the)\s+((?!age\b)[a-z][a-z ]{2,24}?)\s+of\s+(?=\d)", r"with \2 \1 "),
    (r"\b(more|less|greater|higher|lower|over|under|above|below)(\s+than)?\s+(?:an?)\s+(?=\d)", r"\1\2 "),
    (r"\b(prob\w*(?:\s+of\s+failure|\s+to\s+fail)?|pof|likelihood)\s*(>=?|<=?|≥|≤|above|over|below|under|exceed\w*|greater\s+than|less\s+than|more\s+than)\s*(0?\.\d+)(?!\d*\s*(?:%|percent|pct))", lambda said: f"{said[1]} {said[2]} {100 * float(said[3]):g} %"),
    (r"\blikelier\s+than\s+(\d[\d.]*\s*(?:%|percent|pct))\s+to\b", r"more than \1 likely to"),
    (rf"\b(?:ha(?:s|ve|d)\s+)?(?:been\s+)?{_STOOD}\s+(?:for\s+)?(?=(?:over|more\s+than|longer\s+than|at\s+least|less\s+than|under)\s+\d+\s*(?:years?|yrs?)\b)", "with age "),
    (rf"\bhow\s+(?:many\s+years|long)\s+(?:has|have)\s+{_NAMED}\s+been\s+{_STOOD}\b", r"how old is \g<x>"),
    (rf"\b(?:(?:have|has)\s+(?:we\s+had\s+)?(?:been\s+)?)?{_STOOD}\s+(?:the\s+)?longest\b", "are oldest"),
    # How likely a thing is to fail, and what that costs.
    (rf"\b({_CHANCE}\b.{{0,60}}?)\b{_FAILING}(?=\W*$|\s+(?:on\s+us|in|inside|within|over|during|this)\b)(?:\s+on\s+us)?", r"\1fail"),
    (rf"\b({_CHANCE}\b.{{0,60}}?)(?:,|\bover|\bduring|\binside|\bwithin|\bin|\bfor)?\s+{_YEAR}(?:\s+horizon)?\b", r"\1"),
    (rf"\b(likely)\s+are\s+we\s+to\s+lose\s+{_NAMED}(?:\s+to\s+(?:an?\s+)?failure)?", r"\1 is \g<x> to fail"),
    (rf"\bhow\s+much\s+(?:of\s+(?:its|the)\s+)?life\s+(?:has|did|have)\s+{_NAMED}\s+(?:used?|lost|lose|consumed?|burned?)(?:\s+up)?\b", r"loss of life of \g<x>"),
    (rf"\bhow\s+(?:fast|quickly|much)\s+(?:is|does)\s+{_NAMED}\s+(?:us|los|burn|consum|eat)\w*(?:\s+(?:up|through))?(?:\s+its)?\s*(?:insulation\s+)?life\b", r"loss of life of \g<x>"),
    (rf"\bhow\s+much\s+of\s+its\s+(?:original\s+)?strength\s+(?:does|has|is)\s+{_NAMED}\s+(?:still\s+)?(?:have|has|got|kept?|retain\w*|left)(?:\s+left)?", r"remaining strength of \g<x>"),
    (r"\bswap(?:ping|ped)?(?:\s+out)?\b(?!\s+crews?)", "replace"), (r"\bnew\s+one\s+in\s+place\s+of\b", "replacement of"),
    (r"\b(?:have\s+to\s+|need\s+to\s+)?pay\s+(?:to|for)\b", "cost to"), (rf"\bhow\s+much\s+{_MONEY}\b", "how much cost"),
    (r"\bwhat\s+(?:will|would|does|do)\s+(?:it\s+)?(.+?)\s+(?:set|run|cost)\s+(?:us|the\s+company|the\s+utility)(?:\s+back)?(?=\W*$)", r"cost of \1"),
    (r"\bwould\s+(?:run|cost|set)\s+us(?:\s+back)?\b", "cost"),
    (r"\bassigned\s+to\s+(?=(?:the\s+)?(?:transformer|pole|tx|p)\b)", "of "),
    (r"\b(?:are\s+)?we\s+exposed\s+to\s+(?:because\s+of|by|from|through|with)\b", "risk of"), (rf"\b{_NAMED}\s+puts?\s+at\s+stake(?:\s+for\s+us)?\b", r"risk of \g<x>"),
    (r"\b(risk\b.*?)\b(?:each|every|an?)\s+year\b", r"annual \1"), (r"\b(?:an?|each|every)\s+year\s+(?=.*\brisk\b)", "per year "),
    (r"\bwho\s+(?:do\s+we\s+have|have\s+we\s+got|can\s+be|could\s+be|would\s+be|is)\s+(?:the\s+)?(nearest|closest)\b", r"which crew is \1"),
    (r",?\s+(?:that|who)\s+(?:could|can)\s+(?:get|be|go|drive)\s+(?:out\s+)?there\b", ""),
    (r"\bhow\s+far\s+(?:is|are)\s+(?:each|every|our|the|all)\s+(?:of\s+the\s+)?crews?\s+(?:away\s+)?from\b", "crews by distance from"),
    (r"[.;,?]?\s*(?:and\s+)?(?:put\s+|with\s+|list\s+|show\s+)?(?:the\s+)?(?:closest|nearest)\s+(?:ones?\s+)?(?:first|on\s+top|at\s+the\s+top)(?=\W*$)", ""),
    (r",?\s*(?:and\s+)?(?:then\s+)?(?:the\s+)?next\s+(?:ones?|closest|nearest)\s+and\s+so\s+(?:on|forth)\b|,?\s+and\s+so\s+(?:on|forth)\b", ""),
    (r"\bby\s+how\s+(?:far|close|near)(?:\s+away)?\s+(?:they|each|it)\s+(?:are|is)\s+(?:from|to)\b|\bwith\s+(?:their\s+)?distances?\s+(?:to|from)\b", "by distance from"),
    (r"\b(?:in\s+)?(?:decreasing|descending|falling)\s+order\s+(?:of|by)\s+(\w+)\b", r"by \1, highest first"), (r"\b(?:in\s+)?(?:increasing|ascending|rising)\s+order\s+(?:of|by)\s+(\w+)\b", r"by \1, lowest first"),
    (r"\bfrom\s+(?:the\s+)?(most|highest|largest|least|lowest|fewest)\s+(\w+)\s+to\s+(?:the\s+)?(?:most|highest|largest|least|lowest|fewest|smallest)\b", lambda said: f"by {said[2]}, {'highest' if said[1].lower() in ('most', 'highest', 'largest') else 'lowest'} first"),
    (r"\b(\w+)\s+leading\s+(?=feeders|substations|transformers|poles|causes)", r"top \1 "), (r"\bleads?\s+(?:in|on|for|by)\b", "with most"),
    (r"\b(?:likeliest|most\s+likely)\s+failures?\b", "highest failure probability"), (r"\bprice\s+tag\b", "cost"),
    (r"\beach\s+(?=loaded|carrying|running|at)", ""),
    (r"\bordered\s+(?:by|from|according\s+to)\b|\bin\s+order\s+of\b", "sorted by"),
    (r"\b(?:should\s+we\s+be\s+|are\s+we\s+|to\s+be\s+)?(?:the\s+)?most\s+(?:worried|concerned|nervous)\s+about\b", "riskiest"),
    (r"\b(worst|best|highest|lowest|most|least|oldest|newest|longest|shortest|biggest|smallest)\s+to\s+(?:worst|best|highest|lowest|most|least|oldest|newest|longest|shortest|biggest|smallest)\b", r"\1 first"),
    # Side by side.
    (rf"^\W*between\s+({_NAME})\s+and\s+({_NAME}),?\s+(?:where|which(?:\s+one)?|who)\s+(?:do\s+we\s+have|has|have|are\s+there|carries|serves|is)\s+(?:the\s+)?(?:more|most|fewer|less|higher|larger)\s+(.+?)\W*$", r"compare \3 of \1 and \2"),
    (rf"\bhow\s+do(?:es)?\s+({_NAME}(?:\s+and\s+[\w\-]*\d[\w\-]*)?)\s+(?:stack\s+up|compare|measure\s+up|hold\s+up)(?:\s+(?:to|against|with)\s+(?:each\s+other|one\s+another))?(?:\s+(?:to|against|with|vs\.?)\s+({_NAME}))?\s*,?\s*(?:by|on|in|for)\s+", r"compare \1 and \2 by "),
    (rf"\bhow\s+do\s+(?:our|the)\s+({_KIND})\s+(?:stack\s+up|compare|measure\s+up)(?:\s+(?:to|against|with)\s+(?:each\s+other|one\s+another))?\s*,?\s*(?:by|on|in|for)\s+", r"rank \1 by "),
    (rf"\bper\s+(?:feeder|substation|transformer|crew)\s*(?:,|for|:|\bof\b)\s*(?={_NAME}\s*(?:,|/|(?:and|vs|v|or)\b))", "of "),
    (r",?\s*(?:and\s+)?(?:which|who)(?:\s+(?:one|of\s+(?:them|the\s+two)))?\s+(?:is|has)\s+(?:the\s+)?(?:higher|greater|more|larger|bigger|longer|lower|smaller|fewer)(?:\s+one)?\W*$|,\s*is\s+the\s+(?:first|former)\s+(?:one\s+)?(?:greater|higher|longer|larger|bigger|more)\W*$", ""),
    (r"\beach\s+(?:is|are|has|have)(?:\s+got)?(?=\W*$|\s*,)", ""), (r"\bhow\s+(?:many|much)\s+(\w+)\s+each(?:\s+one)?\s+(?:has|have)(?:\s+got)?\b", r"\1"),
    (r"^(?!.*\bcompare)(.*?),?\s*(?:side\s+by\s+side|next\s+to\s+(?:each\s+other|one\s+another)|beside\s+(?:each\s+other|one\s+another)|head\s+to\s+head)\W*$", r"compare \1"),
    (r"\band\s+by\s+", "by "),
    # Of the answer: which comes first, whose they are.
    (rf"^(.*?\b(?:which|what)\s+(?:\w+\s+){{0,2}}?{_KIND}\s+(?:has|have|had|with|carries|serves)\b.*\b(?:most|least|fewest|highest|lowest|biggest|smallest)\b.*?)\s+(?:(?:hooked|connected|wired|attached)\s+(?:up\s+)?)?(?:on|to|off|in)\s+(?:it|them)\W*$", r"\1"),
    (r"\b(power|supply|voltage|load|solar)\s+on\s+it(?=\W*$)", r"\1"),
    (r"\bby\s+how\s+(?:much|many)\s+(\w+)\s+(?:they|each|it)(?:'ve|\s+have|\s+has|\s+had)?(?:\s+(?:has|have))?(?:\s+got)?\b", r"by \1"),
    (r"\b(\w+est|worst|best)\s+(?:ones?\s+)?(?:on|at)\s+(?:the\s+)?top\b", r"\1 first"),
    (r"(?:,?\s*in\s+order\s+)?\b(?:from\s+(?:the\s+)?)?(?:top\s+(?:on\s+)?down|top\s+to\s+bottom)\b|\bon\s+down\b", ""),
    (r"\b(?:in\s+the\s+)?(?:poorest|worst)\s+(?:shape|condition|state)\b", "worst health"),
    (r",?\s+(?P<q>\w+)-?wise\b(?=\W*$|\s*,)", r" by \g<q>"),
    (r"\btop(\d{1,3})\b", r"top \1"),
    (r"\b(?:tell|list|show|display|find)\s+(?:me\s+)?(?:every|each)\s+(transformer|pole|meter|feeder|device|crew)\b", r"list all \1s"),
)  # fmt: skip
_EARLY: Final = (
    # The map, and an order of rows, are no orders to change something.
    (r"\bgoto\b", "go to"), (r"\bgeographic(?:al)?\s+map\b|\bmap\s+view\b", "map"),
    (r"\bmap,?\s*(?:,\s*)?filter(?:ed)?(?:\s+(?:on|by|to|for))?\s+(?:where\s+)?(?=feeder|substation|transformer)", "map of "),
    (rf"\b(?:bring|pull|call|throw|put|get)\s+(?:up\s+)?(?:the\s+|our\s+)?({_NAME})\s+(?:up\s+)?(?:close\s+)?on\s+(?:the|a|my)\s+map(?:\s+so\s+(?:that\s+)?(?:i|we)\s+(?:can\s+)?see(?:\s+where\s+it\s+is)?)?", r"show \1 on the map"),
    (r"\b(?:bring|pull|call)\s+up\s+(?:a|the)\s+map\b", "map"),
    (r"\b(?:move|pan|cent(?:er|re)|shift|zoom|scroll|fly)\s+the\s+map\s+(?:in\s+|over\s+|out\s+)?(?:to|on|onto)\s+(?:the\s+extent\s+of\s+)?", "go to "),
    (r"\b(take|fly|bring|get)\s+(me|us)\s+(?:over|out|down|across|back|up)\s+to\b", r"\1 \2 to"),
    (r"\bbring\s+(me|us)\s+to\b", r"take \1 to"), (rf"\b(take\s+(?:me|us)\s+to\s+{_NAME})\s+on\s+(?:the|a)\s+map\b", r"\1"),
    (rf"^\W*(?:pinpoint|track\s+down|spot)\s+(?={_NAME})", "where is "),
    (rf"\b(?:put|arrange|place|line\s+up|lay\s+out)\s+((?:(?:the|our|all)\s+)*{_KIND}(?:\s+(?:on|of|at|in)\s+{_NAME})?)\s+(?:up\s+)?(?:for\s+(?:me|us)\s+)?(?:in\s+(?:an?\s+)?(?:order|list)|by)\s*(?:of|by|from)?\s+", r"rank \1 by "),
    (rf"\b(?:put|set|place|hold|lay)\s+({_NAME})\s+(?:next\s+to|beside|against|alongside|up\s+against)\s+({_NAME})(?:\s+and\s+(?:tell|show|see|give)\s+(?:me\s+)?)?", r"compare \1 and \2: "),
    (rf"^\W*open(?:ing)?\s+({_NAME})\s*(?:[-,:;]+|and\s+)\s*(how\s+many\s+cust\w*)\s+(?:drop|lose\s+\w+|go\s+out|are\s+out|out)\b", r"\2 lose power if \1 opens"),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern, re.I), plain) for pattern, plain in _EVERYDAY)
_COMPILED_EARLY: Final = tuple((re.compile(pattern, re.I), plain) for pattern, plain in _EARLY)


def without_mock_orders(text: str) -> str:
    """A question without "put them in order" and "bring it up on the map", which change nothing.

    Args:
        text: plain.
    """
    for pattern, plain in _COMPILED_EARLY:
        text = swapped(pattern, plain, text)
    return text


def in_trade_words(text: str) -> str:
    """A question with everyday words said as the trade says them; most questions stay as they are.

    Args:
        text: plain, written out.
    """
    for pattern, plain in _COMPILED:
        text = swapped(pattern, plain, text)
    return text
