"""What is known of one thing, and what it feeds, asked as the street asks it."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import TurnsOfSpeech, named, turns

_ANY: Final = r"(?:(?:transformer|tx|xfmr|pole|meter|mtr|line\s+section|section|segment|span|fuse|switch|recloser|breaker|tie|sectionali[sz]er|feeder|fdr|circuit|substation|sub)\s*#?\s*)?(?:(?:TX|P|MTR|SEG|FUS|SW|REC|SEC|BRK|TIE|SUB|F)-?\d[\d-]*|(?<=[a-z]\s)\d+(?:-\d+)?)"
_FAIL: Final = r"(?:fail(?:s|ed|ing)?|br(?:eaks?|oke)(?:\s+down)?|die[sd]?|falls?(?:\s+down)?|fell|snap(?:s|ped)?|c[oa]mes?\s+down|goes\s+down|went\s+down|blows?(?:\s+up)?|is\s+(?:knocked|hit)(?:\s+down)?|burns?(?:\s+(?:out|up|down))?|had\s+to\s+be\s+replaced|has\s+to\s+be\s+replaced|is\s+lost)"
_IF: Final = rf"(?:if|when|should)\s+(?:(?:a\s+car|someone|a\s+truck|a\s+tree)\s+(?:knock(?:s|ed)|hits?|took|takes)\s+(?:down\s+|out\s+)?@|@\s+{_FAIL}|vehicle\s+@)|(?:on|by|with|upon|in|for|after|of)\s+(?:a\s+|the\s+)?(?:failure|loss)\s+of\s+@"
_GO: Final = r"(?:(?:would|will|do|does|might|could|be|get|go|goes)\s+)*(?:out|off|dark|lose\s+(?:power|supply|service)|lost|interrupt(?:ed)?|hit|affected|drop(?:ped)?|without\s+power)"
_WHO: Final = r"(?:customers?|custs?|people|folks|homes\s+and\s+businesses|homes|houses|accounts)"
_CRIT: Final = r"(?:crit(?:ical)?\s+(?:custs?|customers?|accounts?|sites?)|priority\s+(?:custs?|customers?|accounts?)|sensitive\s+(?:sites|customers)(?:\s+like\s+hospitals(?:\s+and\s+medical\s+customers)?)?)"
_HOW_MANY: Final = r"(?:how\s+many|number\s+of|count\s+of)\s+"
_UNTIL: Final = r"(?:,?\s*(?:until|till|before)\s+(?:it(?:'s|\s+is)?|a\s+new\s+one\s+is)\s+(?:replaced|in|changed(?:\s+out)?|back)(?:\s+and\s+(?:the\s+)?power\s+is\s+back(?:\s+on)?)?)?"


def _turns(about: str, *each: tuple[str, str]) -> TurnsOfSpeech:
    """Turns in whose patterns and plain words `@` is the thing that a question names."""
    return turns(about, (named(pattern, plain, _ANY) for pattern, plain in each))


OF_FAILING: Final = _turns(
    r"(?:\b(?:TX|P|MTR|SEG|FUS|SW|REC|SEC|BRK|TIE|F|SUB)-?\d|\b(?:tx|transformer|pole|xfmr)\s*#?\s*\d)",
    # How long it would be out: before who would be.
    (rf"^\W*(?:how\s+many\s+)?hours\s+(?:(?:would|will|do)\s+)?(?:(?:folks|customers|people|we)\s+)?(?:(?:would|will)\s+)?(?:be\s+)?(?:off|out|wait|waiting|without\s+power)\s*(?:{_IF}){_UNTIL}\W*$", "hours to replace @"),
    (r"^\W*(?:how\s+many\s+)?hours\s+(?:customers\s+would\s+wait|off|out|without\s+power)\s+(?:while|until|till|before)\s+@\s+is\s+(?:changed\s+out|replaced|swapped|changed)\W*$", r"hours to replace @"),
    (rf"^\W*if\s+@\s+{_FAIL}\s*,\s*how\s+long\s+(?:until|till|would\s+it\s+(?:take|be)(?:\s+(?:until|till|before))?|before)\s+(?:(?:it|a\s+new\s+one)\s+is\s+(?:replaced|in|set))(?:\s+and\s+(?:the\s+)?power\s+is\s+back(?:\s+on)?)?\W*$", r"hours to replace @"),
    (rf"^\W*(?:down\s?time|outage\s+(?:duration|time|length|hours)|hours\s+out)\s+(?:{_IF})\W*$", "hours to replace @"),
    (r"^\W*@\s+outage\s+(?:duration|time|length|hours)\s+(?:on|upon|if|after|for)\s+(?:a\s+)?(?:failure|it\s+fails|failed)\W*$", r"hours to replace @"),
    # What it would cost.
    (r"^\W*(?:how\s+much\s+(?:money|cost)|how\s+many\s+dollars|what|cost)\s+(?:an?|per|each|every)\s+year\s+(?:do|are|would)\s+we\s+(?:stand\s+to\s+lose|lose)\s*,?\s*(?:on\s+expectation\s*,?\s*)?(?:through|from|by|to|with)\s+@\s+failing\W*$", r"annual risk cost of @"),
    (r"\b(?:yearly|annual)\s+dollars\s+at\s+stake\s+(?:with|at|on|for|from)\b|\bexpected\s+(?:yearly|annual)\s+(?:failure\s+cost|cost\s+of\s+failure)\s+(?:of|for|at)\b|\bmoneti[sz]ed\s+risk(?:\s+(?:per|a)\s+year)?(?:\s*,|\s+(?:of|for|at|on))?", "annual risk cost of"),
    (r"\b(?:dollars|price|money|cost|bill|how\s+much\s+(?:would|do|will)\s+we\s+pay|how\s+many\s+dollars)\s+(?:(?:for|to|of)\s+)?(?:(?:put|set|get|buy|putt?ing|setting)\s+)?(?:an?\s+)?(?:new|fresh|another)\s+(?:pole|transformer|unit|one)(?:\s+in)?\s+(?:instead\s+of|in\s+place\s+of|for)\s+@", r"replacement cost of @"),
    (r"\b(?:price|cost|bill)\s+(?:of|for|to)\s+(?:chang(?:e|ing)|swap(?:ping)?)(?:\s+out)?\s+@", r"replacement cost of @"),
    # Who would be out.
    (rf"^\W*(?:{_HOW_MANY})?(?:a\s+failure\s+of\s+)?{_CRIT}\s+(?:(?:would|are|is|be)\s+)*(?:{_GO})?\s*(?:{_IF})(?:\s+{_GO})?\W*$", "how many critical customers of @"),
    (rf"^\W*{_HOW_MANY}{_CRIT}\s+(?:would\s+)?a\s+failure\s+of\s+@\s+(?:would\s+)?(?:interrupt|hit|affect|put\s+out|drop)\W*$", r"how many critical customers of @"),
    (rf"^\W*if\s+@\s+{_FAIL}\s*,\s*{_HOW_MANY}{_CRIT}\s+(?:would\s+)?{_GO}\W*$", r"how many critical customers of @"),
    (rf"^\W*(?:{_HOW_MANY})?{_WHO}\s+(?:{_GO})?\s*(?:{_IF})(?:\s+{_GO})?\W*$", "how many customers affected if @ fails"),
    (rf"^\W*(?:{_IF})\s*,\s*{_HOW_MANY}{_WHO}\s+(?:would\s+)?{_GO}\W*$", "how many customers affected if @ fails"),
    (r"\bhow\s+likely\s+is\s+@\s+to\s+(?:come\s+down|fall(?:\s+down)?|go\s+down|snap|break)(?:\s+(?:in|within|over)\s+(?:a|one|the\s+next)\s+year)?", r"failure probability of @"),
    # What it feeds.
    (r"^(?P<q>.*?)\s+(?:(?:get|gets|have|has)\s+(?:their\s+|its\s+)?(?:power|supply)\s+|(?:is|are|that\s+is)\s+(?:supplied|fed|served)\s+|(?:supplied|fed)\s+)(?:by\s+way\s+of|via)\s+@(?:\s+(?:at\s+the\s+moment|now|right\s+now))?\W*$", r"\g<q> downstream of @"),
    (r"\b(?:that\s+)?(?:(?:lie|lies|hang|hangs|stand|stands|sit|are|is|located)\s+)?(?:beyond|past|downstream\s+of|behind)\s+(?P<x>(?:TX|P)-\d[\d-]*|(?:pole|transformer|tx|xfmr)\s*#?\s*(?:(?:TX|P)-)?\d+(?:-\d+)?)(?:,?\s+(?:as\s+the\s+network\s+(?:stands|is)\s+switched|with\s+the\s+present\s+switching)(?:\s+now)?)?", r" downstream of \g<x>"),
    (r"\b(?:fed|supplied|served)\s+through\s+(?P<x>(?:TX|P)-\d[\d-]*|(?:pole|transformer|tx|xfmr)\s*#?\s*(?:(?:TX|P)-)?\d+(?:-\d+)?)", r"downstream of \g<x>"),
    (rf"^\W*(?:{_HOW_MANY})?(?:fuses\s*,\s*switches\s+and\s+(?:such|the\s+like)|(?:switching\s+)?devices?(?:\s+counts?)?|pieces\s+of\s+switchgear)\s+(?:are\s+)?(?:(?:on\s+the\s+part\s+of\s+the\s+line\s+)?(?:fed|supplied|served)\s+through|(?:lie\s+|hang\s+|stand\s+)?(?:beyond|past|behind|downstream\s+of))\s+@\W*$", r"switchgear count downstream of @"),
    (r"^\W*(?:how\s+much\s+line\s+is\s+there(?:\s+to\s+patrol)?|(?:the\s+)?length\s+of\s+line|how\s+many\s+(?:km|kilomet(?:er|re)s)\s+of\s+line(?:\s+(?:are|is))?|km\s+of\s+line)\s+(?:(?:are\s+|is\s+)?(?:fed|supplied|served)\s+through|(?:lie\s+|is\s+)?(?:beyond|past|behind|downstream\s+of))\s+@(?:\s+in\s+(?P<u>km|miles|m))?\W*$", r"length downstream of @"),
    (r"^\W*(?:what\s+is\s+)?(?:the\s+)?(?:sum\s+of\s+|total\s+)?(?:transformer\s+)?(?:(?:nameplate|rated)\s+kva|transformer\s+rating|kva)(?:\s+that)?(?:\s+is)?\s+(?:(?:fed|supplied|served)\s+through|beyond|past|behind|downstream\s+of)\s+@\W*$", r"connected kva downstream of @"),
    (rf"^\W*(?:{_HOW_MANY})?(?:switching\s+)?devices?(?:\s+counts?)?\s+downstream\s+of\s+(?P<it>.+?)\W*$", r"switchgear count downstream of \g<it>"),
    (r"\b(?:km|length)\s+of\s+line\s+(?=(?:beyond|past|behind|downstream\s+of)\b)", "length "),
    (r"(?<!would )(?<!customers )(?<!people )(?<!folks )\b(?:go|goes)\s+dark\s+(?=(?:if|when)\b)", "lose supply "), (r"\b(?:go|goes)\s+off\s+(?=(?:if|when)\b)|\b(?:go|goes)\s+(?:off|dark|dead|out)\s+(?=with\b)|\bdrop\s+(?=if\b)|\bstop\s+answering\s+(?=if\b)", "lose supply "), (r"\blose\s+supply\s+with\s+@\W*$", r"lose supply if @ opens"),
    (r"\b(?:is|gets?|was)\s+opened\W*$", "opens"), (r"\bif\s+we\s+open(?:ed)?\s+@", r"if @ opens"),
    (r"^\W*would\s+any\s+(?P<w>[a-z ]+?)\s+lose\s+(?:power|supply)\s+if\s+@\s+opens\s*,?\s*(?:and\s+)?how\s+many\W*$", r"how many @ lose supply if @ opens"),
)  # fmt: skip
"""What a failure of it would do, what it feeds, what a new one costs."""

OF_TIES: Final = _turns(
    r"\btie|neighbou?r|adjacent|back-?feed|beyond",
    (r"\bhow\s+much\s+(?:room|headroom)\s+(?:is\s+)?(?:there\s+)?beyond\s+(?P<it>TIE-[\d-]+)", r"headroom of tie \g<it>"),
    (r"^\W*(?:(?:kva|mva|headroom|room|capacity)\s+(?:available\s+)?(?:over|across|on\s+the\s+other\s+side\s+of|other\s+side\s+of|through)\s+(?:the|each|every)\s+ties?\s+of\s+@|if\s+we\s+(?:lost|lose)\s+@,?\s*how\s+(?:many|much)\s+(?:kva|mva)?(?:\s+of)?\s*(?:spare\s+)?(?:capacity|room|headroom)\s+would\s+each\s+neighbou?ring\s+(?:feeder|circuit)\s+offer(?:\s+over\s+its\s+tie)?)\W*$", r"headroom of ties of @"),
    (r"^\W*(?:if\s+@\s+(?:goes\s+down|trips|fails|is\s+lost),?\s*do\s+the\s+(?:feeders|circuits)\s+it\s+ties\s+to\s+have\s+enough\s+(?:room|headroom|capacity)\s+to\s+carry\s+everything|which\s+(?:adjacent|neighbou?ring|tied)\s+(?:feeder|circuit)\s+(?:could|can)\s+(?:hold|take|carry|pick\s+up)\s+all\s+of\s+@(?:'s)?(?:\s+present)?(?:\s+load)?|back-?feed\s+@\s+fully\s+from\s+which\s+tied\s+(?:feeder|circuit)\b.*|can\s+any\s+neighbou?r(?:ing\s+feeder)?\s+(?:pick\s+up|take|carry)\s+all\s+of\s+@)\W*$", r"can another feeder take whole load of @"),
)  # fmt: skip
"""What a neighbour could take over."""

_ABC: Final = r"(?:A|AB|phase\s+A)\s*,\s*(?:B|AB|BC)\s*,?\s*(?:or|and)\s*(?:C|ABC)"
EITHER_OR: Final = _turns(
    r"\d.*\bor\b|\bor\b.*\d|built|phases|material|distance\s+from",
    (r"^\W*distance\s+from\s+(?:end\s+to\s+end|in\s+total)\s+of\s+@\W*$", r"length of @"),
    # Where both of two are named, what is asked is which.
    (rf"^(?P<q>\W*(?:is|does|was)\s+(?:the\s+)?@|\W*@)(?P<r>\s+on)?\s*:?\s*{_ABC}(?:\s+or\s+(?:A?B?C))?\W*$", r"which phase is @ on"),
    (r"^\W*(?:is\s+)?(?:the\s+)?@\s*[,:]?\s*(?:an?\s+)?(?:single|1|one|three|3)[\s-]?(?:ph(?:ase)?)?\s+or\s+(?:an?\s+)?(?:single|1|one|three|3)[\s-]ph(?:ase)?\W*$|^\W*is\s+(?:the\s+)?@\s+an?\s+(?:single|three)[\s-]phase\s+(?:device|unit|switch|line|fuse|one)\W*$|^\W*(?:what|which)\s+phases\s+(?:does\s+@\s+(?:protect|run\s+on|use|have|carry|serve|feed)|run\s+along\s+@)\W*$", r"which phase is @ on"),
    (r"^\W*(?:is\s+)?(?:the\s+)?@\s*[,:]?\s*(?:(?:made\s+)?of\s+)?(?:wood(?:en)?|timber|steel|concrete|composite|metal)\s*(?:,|or)\s*(?:an?\s+)?(?:wood|timber|steel|concrete|composite|metal)(?:\s+or\s+\w+)?\W*$|^\W*which\s+material\s+is\s+@\W*$", r"material of @"),
    (r"^\W*(?:is\s+)?(?:the\s+)?@\s*[,:]?\s*(?:(?:is|was|built)\s+)*(?:overhead|underground|aerial)\s+or\s+(?:overhead|underground|aerial)\W*$|^\W*how\s+is\s+@\s+built\b.*$|^\W*does\s+@\s+(?:run\s+)?(?:underground|overhead)\W*$", r"is @ underground"),
    (r"^\W*(?:is\s+)?(?:the\s+)?@\s*[,:]?\s*(?:an?\s+)?(?:resi(?:dential)?|comm(?:ercial)?|ind(?:ustrial)?)\s*(?:,|or)\s*(?:resi(?:dential)?|comm(?:ercial)?|ind(?:ustrial)?)(?:\s*,?\s*or\s+(?:resi(?:dential)?|comm(?:ercial)?|ind(?:ustrial)?))?\W*$", r"customer class of @"),
    (r"\b(?:customer|service|account)\s+category\b|\b(?:type|kind)\s+of\s+customer\b(?=.*\bMTR-)", "customer class"), (r"(\bcustomer\s+class\b.*?),\s*(?:home|residential|business|commercial)\s*(?:,|or)[^?]*\W*$", r"\1"),
    (r"^\W*(?:is\s+)?(?:the\s+)?@\s+(?:a\s+)?\d+\s*(?:kv|v|volts?)?\s+or\s+(?:a\s+)?\d+\s*(?:kv|v|volts?)(?:\s+(?:feeder|circuit|line|service|unit))?\W*$|^\W*is\s+@\s+a\s+\d+\s+or\s+(?:a\s+)?\d+\s+service\W*$|^\W*is\s+@\s+a\s+\d+\s*kv\s+(?:line|feeder|circuit)\s+or\s+something\s+else\W*$", r"nominal voltage of @"),
    (r"^\W*(?:is\s+the\s+low\s+side\s+of\s+@\s+\d+\s+or\s+\d+\s*(?:v|volts?)?|LV\s+rating\s+of\s+@\s*,?\s*\d+/\d+\s+or\s+what|what\s+low\s+side\s+voltage\s+is\s+@\s+wound\s+for|secondary\s+volts?\s+nameplate\s+@)\W*$", r"rated secondary voltage of @"),
    (r"^\W*is\s+@\s+an?\s+(?:recloser|breaker|fuse|switch|sectionali[sz]er|tie)\s+or\s+an?\s+(?:recloser|breaker|fuse|switch|sectionali[sz]er|tie)\W*$", r"what kind of device is @"),
    (r"^\W*(?:is\s+)?@\s+(?:pad(?:[\s-]?mount(?:ed)?)?(?:\s*/\s*vault)?|in\s+a\s+vault|on\s+a\s+pad|vault)\s*(?:or\s+(?:overhead|in\s+a\s+vault|on\s+a\s+pole))?\W*$|^\W*does\s+@\s+sit\s+on\s+the\s+ground\s+or\s+in\s+a\s+vault\W*$|^\W*is\s+@\s+part\s+of\s+the\s+underground\s+network(?:,?\s+on\s+a\s+pad)?\W*$", r"is @ underground"),
)  # fmt: skip
"""Which of two or three it is: the two that are named are no two things to count."""

OF_PLATE: Final = _turns(
    r"\d",
    # On which base a voltage is told: the one that it is told on anyway.
    (r",?\s*\b(?:on|to)\s+(?:a\s+|the\s+)?120(?:[\s-]*v(?:olts?)?)?\s+(?:volt\s+)?base\b|,?\s*\b120[\s-]?v\s+base\b", ""),
    # In a control room, what has supply is hot.
    (r"^\W*(?P<of>(?:is\s+)?(?:the\s+)?@)\s*[,:]?\s*(?:(?:hot|live|alive|energi[sz]ed|on)\s+or\s+(?:dead|cold|dark|de-?\s?energi[sz]ed|off|not)|(?:dead|cold|de-?\s?energi[sz]ed|off)\s+or\s+(?:hot|live|alive|energi[sz]ed|on))(?:\s+(?:right\s+now|now))?\W*$", r"is @ energized"),
    (r"^\W*(?:is|are)\s+(?:the\s+)?@\s+(?:still\s+)?(?:hot|live)(?:\s+(?:right\s+now|now|currently|at\s+the\s+moment))?\W*$|^\W*@\s+(?:hot|live)\s*\?\W*$", r"is @ energized"),
    (r"^\W*is\s+there\s+voltage\s+on\s+(?:the\s+)?@\s+or\s+is\s+it\s+(?:off|dead)\W*$|^\W*(?:does|has)\s+the\s+(?:feeder|circuit)\s+(?:that\s+)?@\s+is\s+on\s+(?:have|got)\s+power\W*$|^\W*is\s+the\s+(?:feeder|circuit)\s+of\s+(?:span\s+|section\s+)?@\s+(?:live|hot|energized)\W*$", r"is @ energized"),
    (r"^\W*did\s+@\s+(?:blow|trip|open),?\s*is\s+it\s+open\W*$", r"is @ open"), (r"^\W*if\s+(?:i|we)\s+close\s+@,?\s*(?:what|which)\s+(?:other\s+)?feeder\s+(?:does|would|will)\s+it\s+join(?:\s+to)?\W*$", r"which feeder is on the other side of @"),
    (r"^\W*what\s+did\s+(?:the\s+)?(?:last\s+)?inspection\s+of\s+@\s+find\W*$", r"last inspection result of @"),
    (r"\bhow\s+much\s+power\s+(?:is\s+)?(?:flowing|going|passing|running)\s+(?:through|over|into)\b(.*?)(?:,?\s+in\s+kilowatts)?\W*$", r"load of\1"),
    (r"^\W*how\s+much\s+power\s+(?:is\s+)?on\s+@(?:\s+(?:at\s+the\s+moment|now|right\s+now))?(?:,?\s+in\s+(?:kilowatts|kw))?\W*$", "load of @ in kW"),
    (r"\bwhat\s+does\s+(.+?)\s+deliver(?:\s+now)?(?=\W*$)", r"voltage of \1"),
    # Words of a plate.
    (r"\b(?:s/n|ser(?:ial)?\.?\s*(?:no\.?|nr\.?|#))\b|\bfactory\s+number\b", "serial number"), (r"\b(?:mfg|mfr|manuf)\.?\s+(?=year|date)", "manufactured "), (r"\byear\s+of\s+make\b|\byear\s+(?:(?:was|is)\s+)?(?=(?:tx|transformer).*\b(?:built|made)\s+at\s+the\s+factory)", "year made "),
    (r"\b(?:built|made)\s+at\s+the\s+factory\b", "made"), (r"^\W*when\s+did\s+@\s+leave\s+the\s+factory\W*$", r"year of manufacture of @"), (r"\b(?:in|at)\s+the\s+factory\b", ""),
    (r"\b(?:type|catalog(?:ue)?)\s+designation\b|\btype\s+per\s+the\s+maker's\s+catalog(?:ue)?\b|\bcatalog(?:ue)?\s+(?:number|no\.?|designation|name)\b", "model"), (r"\bmodel\s+on\s+the\s+nameplate\b", "model"), (r"\bwhat\s+model\s+does\s+(.+?)\s+have\b", r"model of \1"),
    (r"^\W*(?:is\s+)?@\s+(?:oil(?:[\s-]filled)?|dry|ONAN|ONAF|OA)(?:\s+or\s+(?:dry|what|oil))?(?:[\s-]?(?:cooled|type))?\W*$|^\W*how\s+is\s+(?:the\s+)?@\s+kept\s+cool\W*$", r"cooling of @"),
    (r"\bby\s+what\s+arrangement\s+is\b|\bhow\s+is\b(?=.*\bmounted\b)", "mounting"), (r"\b(?:HV|high[\s-]voltage)\s+(?:side|winding)s?\b|\bprimary\s+(?:voltage|kv)\b(.*)\boperates?\b", r"primary voltage\1"), (r"\bincoming\s+kilovolts?\b", "primary kv"), (r"\bkilovolts?\b", "kv"),
    (r"\b(?:which|what|at\s+which|at\s+what)\s+(primary|nominal)\s+voltage\s+does\b(.*?)\s+operate(?:\s+at)?\b", r"\1 voltage of\2"),
    (r"\bN\.?\s?O\.?\s+or\s+N\.?\s?C\.?\b|\bwhich\s+way\s+does\b(?=.*\b(?:usually|normally)\s+stand)", "normally open"), (r"\bmeant\s+to\s+be\s+(closed|open)\s+in\s+(?:everyday|normal)\s+operation\b", r"normally \1"), (r"\bnormally\s+open\b(.+?)\s+(?:usually|normally)\s+stands?,?\s+open\s+or\s+closed", r"normally open\1"),
    (r"\b(?:is\s+)?(?:where\s+it(?:'s|\s+is)\s+(?:supposed\s+to\s+be\s+)?or\s+)?not\s+in\s+its\s+normal\s+(?:state|position)\b", "in abnormal position"),
    (r"\b(?:actual|live|measured)\s+(?=(?:load|current|voltage|kv|amps|volts|kw)\b)", "present "), (r"\b(?:ampacity|rating|nominal)\s+aside,?\s*", ""), (r"\bmeasured\s+and\s+not\s+nominal\b|,?\s*\bnot\s+(?:the\s+)?nominal\b", ""),
    (r"\b(?:past|on|at)\s+the\s+(?:other|far|opposite)\s+(?:side|end)\b|\b(?:far|opposite)\s+(?:side|end)\b|\bother\s+end\b", "other side"), (r"\b(?:lies|is|stands)\s+(?:on\s+)?other\s+side\b", "other side"),
    (r"\bsince\s+(?:when|which\s+year|what\s+year)\s+(?:has|have|is)\b", "installed year"), (r"\binstalled\s+year\s+@\s+(?:been\s+)?(?:standing|existed|in\s+service|there|up|out)(?:\s+there)?\b", r"installed year of @"),
    (r"\b(?:in\s+)?(?:what|which)\s+year\s+(?:was|did)\s+@\s+(?:put\s+(?:up|in(?:\s+the\s+ground)?)|set|go\s+(?:in|up)|strung|erected|planted)(?:\s+in\s+the\s+ground)?\W*$|\byear\s+(?:span\s+|section\s+)?@\s+(?:went\s+in|was\s+(?:put\s+(?:in|up)|built))\W*$", r"installed year of @"),
    (r"\b(?:in\s+)?(?:what|which)\s+year\s+was\s+@\s+put\s+underground\W*$", r"installed year of @"),
    (r"^\W*how\s+many\s+years\s+has\s+@\s+(?:been\s+)?(?:in\s+service|stood|served|up|standing|out\s+there)(?:\s+there)?\W*$|^\W*(?:years(?:\s+of\s+service)?\s+on|age\s+in\s+years\s+of\s+(?:the\s+wire\s+(?:at|on|of)\s+)?)\s*@\W*$|^\W*@\s+years\s+old\W*$", r"how old is @"),
    # Condition, inspections.
    (r"^\W*(?:is|are)\s+@\s+in\s+good\s+(?:shape|condition|health)\b.*$|^\W*how\s+fit\s+is\s+@\b.*$", r"health of @"),
    (r"\bdid\s+@\s+pass\s+(?:its|the)\s+(?:last\s+)?inspection\b|\bfindings?\s+(?:of|from)\s+(?:the\s+)?(?:last\s+)?(?:check|inspection)\s+(?:on|of|at)\s+@", r"last inspection result of @"),
    (r"\binsp(?:ection)?\s+condition\s+(?:rating|grade)\b|\bcondition\s+(?:grade|rating)\b(?:(?=.*inspect)|(?=.*insp))|\bwhat\s+score\s+did\s+the\s+inspector\s+give(?:\s+for)?(?:\s+the\s+condition\s+of)?\b|\bhow\s+did\s+the\s+inspector\s+(?:rate|grade|score)\s+the\s+(?:state|condition)\s+of\b", "condition score of"),
    (r"(\bcondition\s+score\b.*?),?\s+(?:for\s+its\s+condition|when\s+(?:last\s+)?inspected)", r"\1"), (r"\bwhen\s+inspected,?\s*(?=pole|tx|transformer|P-|TX-)", ""), (r"^\W*@\s+last\s+check\s+when\W*$", r"when was @ last inspected"),
    (r"\bstill,?\s+in\s+percent\s+of\s+new\b|,?\s*\bin\s+percent\s+of\s+new\b", ""),
    # Heat and ageing.
    (r"^\W*how\s+hot\s+does\s+@\s+get\s+inside(?:\s+at\s+its\s+hottest(?:\s+point)?)?\W*$|^\W*hottest\s+(?:degrees?|point|temperature)\s+inside\s+@\W*$", r"hot spot of @"),
    (r"^\W*(?:loss\s+of\s+life|LOL)\s*(?:%\s*)?(?:(?:per|a|each|/)\s*(?:year|yr))?\s*(?:of|for)?\s*@(?:,?\s*percent\s+(?:a|per)\s+year)?\W*$|^\W*how\s+fast\s+is\s+the\s+insulation\s+of\s+@\s+ag(?:e)?ing\b.*$|^\W*(?:what\s+share|how\s+much)\s+of\s+its\s+life(?:time)?\s+does\s+@\s+(?:use(?:\s+up)?|lose|burn)\s*(?:(?:each|every|a|per)\s+year|annually)?\W*$", r"loss of life of @"),
    # Peaks of a plan.
    (r"\b(?:how\s+heavily\s+is\s+@\s+loaded\s+at\s+its\s+peak|max(?:imum)?\s+utili[sz]ation\s+of\s+@\s+at\s+peak|how\s+full\s+does\s+@\s+get\s+at\s+the\s+worst\s+hour)\b.*$|^\W*at\s+the\s+time\s+of\s+highest\s+demand,\s*what\s+percent(?:age)?\s+of\s+its\s+rating\s+does\s+@\s+reach\W*$", r"peak loading of @"),
    (rf"\bwhat\s+max(?:imum)?\s+load\s+(?:was|is)\s+(?P<it>{_ANY}|(?:the|our)\s+(?:whole\s+)?(?:grid|system|utility|network)(?:\s+as\s+a\s+whole)?)\s+(?:planned|sized|designed|built|laid\s+out)\s+for\b|\bhow\s+many\s+(?:kilowatts|kw|mw|megawatts)\s+of\s+peak\s+demand\s+is\s+@\s+designed\s+for|\b(?:the\s+)?(?:highest|maximum|max)\s+load\s+@\s+(?:was|is)\s+designed\s+(?:to\s+see|for)|^\W*@\s+design\s+max(?:imum)?(?:\s+(?:in\s+)?(?:kw|kilowatts))?\W*$", r"design peak of @\g<it>"),
    (r"\bplanned\s+(?:peak(?:\s+(?:demand|load))?|maximum(?:\s+load)?)\b", "design peak"),
    # What may be carried, what still could.
    (r"\b(?:the\s+)?most\s+(?:kva|power|amps?|load|mva|kw)\s+(?:that\s+)?@\s+(?:may|can|could|is\s+(?:allowed|built|rated)\s+(?:to|for))(?:\s+carry)?\b|\bhow\s+many\s+(?:kva|mva|kw)\s+is\s+@\s+(?:built|rated|made)\s+for\b", r"rating of @"),
    (r"\bmax(?:imum)?\s+(?:amps?|amperes?|current)\s+(?:allowed|permitted)?\s*(?:on|at|through|for)\s+@|^\W*@\s+(?:amp|ampere|current)s?\s+limit\W*$", r"ampacity of @"),
    (r"^\W*@\s+kva\s+limit\W*$|^\W*@\s+(?:nameplate|rated)\s+mva\W*$", r"rating of @"),
    (r"\bby\s+how\s+many\s+(?:amps?|amperes?)\s+can\s+the\s+current\s+on\s+@\s+(?:still\s+)?rise\b.*$|\b(?:remaining|unused|spare)\s+(?:ampacity|amps|amperes)\s+(?:on|at|of|for|in)\s+@", r"headroom in amp of @"),
    (r"^\W*(?:how\s+(?:many|much)\s+)?(?:(?:unused|spare|remaining|free|available)\s+(?:kva|mva|capacity)|(?:kva|mva|capacity)\s+(?:(?:are|is)\s+)?(?:left|remaining|remain|unused|spare|free|available))\s+(?:(?:on|at|of|in|for)\s+@|does\s+@\s+(?:have|still\s+have)(?:\s+left)?)\W*$", r"headroom of @"),
    (r"^\W*(?:is\s+)?@\s+(?:percent|pct|%)\s+of\s+(?:its\s+)?(?:rating|capacity)\W*$", r"loading percent of @"),
    (r"\bwhat\s+percent(?:age)?\s+of\s+its\s+(?:capability|ampacity)\s+is\s+@\s+(?:using|carrying|at)(?:\s+(?:at\s+the\s+moment|now|right\s+now))?", r"loading percent of @"),
    (r"\bratio\s+of\s+real\s+to\s+apparent\s+power\b", "power factor"), (r"\b(?:is\s+)?flowing\s+(?:at\s+the\s+head\s+of|through|on|in|along)\b", "of"),
    (r"\bkv\s+reading\s+(?:of\s+|at\s+|on\s+)?@", r"voltage now of @"),
    # The transformer of a meter.
    (r"\b(?:how\s+loaded\s+is\s+the\s+(?:transformer|tx|xfmr)\s+(?:behind|of|for|serving|feeding)\s+@|what\s+percent(?:age)?\s+of\s+its\s+rating\s+is\s+the\s+transformer\s+of\s+@\s+(?:carrying|at)|is\s+the\s+transformer\s+(?:for|of|behind)\s+@\s+full\b.*|what\s+loading\s+percent\s+of\s+the\s+transformer\s+of\s+@\s+carrying|utili[sz]ation\s+of\s+the\s+(?:tx|transformer|xfmr)\s+(?:serving|feeding|of|behind)\s+@)", r"transformer loading of @"),
    (r"^(?P<q>.*\b(?:voltage|volts|V)\b.*?)\b(?:,?\s*as\s+measured\s+)?at\s+(?:its|the)\s+transformer(?:\s+(?:feeding|of|serving|behind|for)\s+@)?\W*$", r"\g<q> @ voltage at transformer"),
    (r"\bwhich\s+(?:pole[\s-]mounted\s+transformers?|transformers)\s+(?:unit\s+)?(?:supplies|feeds|serves)\s+it\W*$", "which transformer feeds it"),
    (r"^\W*(?:is\s+|does\s+)?(?:meter\s+)?@\s+(?:account\s+live|in\s+use\s+by\s+an\s+account(?:\s+or\s+vacant)?)\W*$|^\W*does\s+any(?:one|body)\s+have\s+an?\s+(?:current|active)\s+account\s+(?:on|at)\s+@\W*$", r"does @ have an active account"),
    (r"\brooftop\s+generation\s+site\b", "rooftop solar"), (r"\b(?:an?\s+)?(?:ev|electric\s+(?:car|vehicle))\s+charged\b", "an ev"),
    (r"\b(panels|ev)\s+behind\s+(?=(?:meter\s+)?MTR-)", r"\1 at "),
    # Where it belongs.
    (r"^\W*(?:at\s+)?(?:which|what)\s+sub(?:station)?\s+does\s+the\s+supply\s+of\s+@\s+start\W*$|^\W*under\s+(?:which|what)\s+substation\s+does\s+@\s+(?:fall|stand|belong)\W*$|^\W*(?:sub(?:station)?)\s+(?:for|of)?\s*(?:span\s+)?@\W*$|^\W*from\s+what\s+substation\s+does\s+(?:meter\s+)?@\s+get\s+its\s+(?:power|supply)\W*$|^\W*what\s+substation\s+is\s+the\s+line\s+on\s+@\s+fed\s+from\W*$", r"which substation is @ fed from"),
    (r"^\W*(?:feeder|circuit)\s+(?:carried|held|supported)\s+by\s+@\W*$|^\W*@\s+(?:carries|protects|is\s+part\s+of)\s+(?:which|what)\s+(?:feeder|circuit|F-number\s+line)\W*$|^\W*@\s+is\s+(?:tapped\s+off|part\s+of)\s+what\s+(?:F-number\s+)?line\b.*$", r"which feeder is @ on"),
    (r"^\W*(?:what\s+is\s+)?(?:the\s+)?(?:name\s+of\s+the\s+)?(?:line\s+section|line\s+sections)\s+(?:that\s+)?(?:(?:at|of|on|for)\s+)?@(?:\s+(?:carries|holds))?\W*$", r"which line section is @ on"),
    (r"^\W*(?:what\s+is\s+)?(?:the\s+)?(?:number\s+of\s+the\s+)?pole\s+carrying\s+@\W*$|^\W*P[\s-]number\s+(?:for|of)\s+@\W*$|^\W*what\s+structure\s+is\s+@\s+(?:hung|mounted)\s+on\b.*$", r"which pole is @ on"),
    (r"^\W*@\s+last\s+operation\s+time\W*$|^\W*at\s+what\s+time\s+was\s+@\s+last\s+opened\s+or\s+closed\W*$", r"when was @ last operated"),
    (r"\bhow\s+many\s+(?:homes|houses)\s+does\s+@\s+(?:supply|serve|feed)\b|\bnumber\s+of\s+accounts\s+(?:served|fed|supplied)\s+by\s+@", r"how many customers does @ serve"),
    (r"\bsection\s+(?=SEG-)", ""), (r"^\W*how\s+long\s+is\s+(?:the\s+)?(?:line\s+)?(?:section\s+|span\s+|segment\s+)?(?P<it>SEG-[\d-]+)\W*$|^\W*(?P<it2>SEG-[\d-]+)\s+length(?:\s+(?:in\s+)?m(?:eters|etres)?)?\W*$", r"length of \g<it>\g<it2>"),
    (r"^\W*what\s+shape\s+are\s+@(?:'s)?\s+transformers\s+in\b.*$", r"average health of transformers of @"), (r"\b(service\s+voltage)\s+is\s+(.+?)\s+meant\s+for\b", r"nominal voltage of \2"),
    (r"\bhow\s+much\s+power\s+is\s+of\b(.*?)(?:,?\s+in\s+kilowatts)?\W*$", r"load in kW of\1"),
)  # fmt: skip
"""Its plate, its state, where it belongs."""
