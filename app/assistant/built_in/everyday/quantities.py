"""Readings, voltages, courses and weather in everyday words: values that were filled in, meters that sent nothing, sags."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_NAME: Final = r"(?:(?:feeder|fdr|circuit|ckt|sub|substation|transformer|tx|xfmr|meter|mtr)\s*#?\s*\d[\w\-]*|(?:F|SUB-|TX-|MTR-)\d[\w\-]*)"
_READS: Final = r"(?:reads|readings|values|intervals|data)"
_WHAT: Final = r"(?:temperature|wind(?:\s+speed)?|demand|load|heat|humidity|voltage)"
_WHEN: Final = r"(?:when|(?:at\s+)?(?:what|which)\s+(?:time|hour|moment))"
_TOP: Final = r"(?:top(?:ped)?\s+out|peak(?:ed)?|max(?:ed)?\s+out|crest(?:ed)?|bottom(?:ed)?\s+out)"
_LOW: Final = r"(?:under|below|beneath|less\s+than)"
_HIGH: Final = r"(?:over|above|beyond|more\s+than)"

OF_QUANTITIES: Final = turns(
    r"read|interval|meter|mtr|\bami\b|\bvee\b|volt|\bV\b|\bsag|range|ansi|wind|temperature|\brh\b|damp|moisture|warm|hot|cold|heat|chart|graph|plot|trend|forecast|outlook|expect|predict|project|percentile|demand|load|date|moment|kwh|loss|leak|what\s+time|tomorrow|m/s|\bmps\b|\bkw\b|grid|power",
    (
        # Reads of the meters.
        (r"\bVEE\s+(?=estimat)", ""),
        (r"\b(?:AMI|interval|AMI\s+interval|meter\s+interval)[\s-]+(?:reads|values|data\s+points)\b|\bAMI\s+intervals\b", "reads"),
        (r"\bmeter\s+reads\b(?=.*\b(?:collect|arrive|come\s+in|came\s+in|get|got)\w*\b)", "reads"),
        (r"\b(?P<w>number\s+of|count\s+of|how\s+many|missing|late|estimated|delayed)\s+(?P<x>(?:missing|late|estimated|delayed|expected)\s+)?intervals\b(?!\s+(?:over|between))", r"\g<w> \g<x>reads"),
        (r"\b(?P<w>number\s+of|count\s+of|how\s+many)\s+(?:interval\s+)?(?:values|reads)\s+(?:(?:is|are|were|was)\s+)?(?:due|owed)\b", r"\g<w> expected reads"),
        (r"\breads\s+(?:were\s+we|was\s+one|are\s+we|we\s+were|we\s+are)\s+due(?:\s+to\s+(?:get|receive|have))?\b|\breads\s+(?:that\s+)?(?:should|ought\s+to)\s+have\s+(?:come\s+in|arrived|been\s+received|come)\b", "expected reads"),
        (r"\breads\s+would\s+(?:be|make)\s+a\s+(?:full|complete)\s+set\b", "expected reads"),
        (r"\b(?P<w>how\s+many\s+)reads\s+did\s+(?:the\s+)?(?:head[\s-]?end|AMI|system|we|utility)\s+(?:collect|get|receive|obtain|bring\s+in|pull\s+in)\b", r"\g<w>reads were received"),
        (r"\breads\s+(?:that\s+)?(?:made\s+it\s+in|got\s+in|came\s+through|obtained|on\s+file)\b", "reads received"),
        (r",?\s+(?:the\s+)?number,?\s+not\s+(?:the\s+)?(?:percent|share)\b", ", number"),
        (rf"\bfilled[\s-]+in\s+(?:{_READS})\b|\b{_READS}\s+(?:that\s+were\s+|were\s+)?filled\s+in(?:\s+by\s+estimation)?\b", "estimated reads"),
        (rf"\b{_READS}\s+(?:of\s+(?P<n>{_NAME})\s+)?did\s+(?:VEE|we)\s+(?:have\s+to\s+)?(?:fill\s+in|make\s+up|estimate)\b", r"estimated reads \g<n>"),
        (rf"\bdid\s+(?:VEE|we)\s+have\s+to\s+(?:fill\s+in|make\s+up|estimate)\s+the\s+most\s+{_READS}\b", "most estimated reads"),
        (r"\b(?P<e>least|most)\s+estimation\b", r"\g<e> estimated reads"),
        (rf"\bdelayed\s+(?={_READS}\b)", "late "),
        (rf"\b(?P<w>fewest|lowest|least|most|highest)\s+(?P<p>percent(?:age)?|share)\s+of\s+{_READS}\s+(?:arrive[d]?|come|came)\s+(?:in\s+)?late\b", r"\g<w> \g<p> of late reads"),
        (r"\b(?:did|do)\s+(?:the\s+)?(?P<w>fewest|most)\s+percent\s+of\s+reads\s+(?:arrive|come)\s+late\b", r"had the \g<w> percent of late reads"),
        (rf"\b(?P<r>{_READS})\s+(?:(?:that|which)\s+)?(?:arrived?|came|come|got\s+in|showed\s+up)(?:\s+in)?\s+(?:late|after\s+the\s+deadline|too\s+late)\b", "reads late"),
        (r"\blate\s+read\s+rate\b", "share of late reads"),
        (r"\b(?:AMI|meter\s+reading|meter\s+read|read)\s+success\s+rate\b", "read rate"),
        (r"\bholes?\s+in\s+(?P<n>(?:the\s+|its\s+)?[\w\-]*\d[\w\-]*)(?:'s)?\s+(?:data|reads|readings)\b", r"missing reads of \g<n>"),
        (r"\b(?:dropped|lost|missed|lose|miss)\s+the\s+most\s+(?:data|reads|readings|intervals)\b", "had the most missing reads"),
        (r"\bwhere\s+did\s+we\s+had\s+the\s+most\s+missing\s+reads\b", "most missing reads"),
        (r"\bmeters\s+(?:that\s+)?missed\s+(?:at\s+least\s+)?(?:one|a|some|any)\s+(?:read|interval|reading)\b", "meters with missing reads"),
        (r"\bmeters\s+(?:(?:that|did|have|had)\s+)*(?:(?:we\s+)?(?:heard|hear|received|got|get)\s+nothing(?:\s+at\s+all)?(?:\s+from)?|(?:sent|sen[dt]|delivered|gave|give)\s+(?:us\s+)?nothing(?:\s+at\s+all)?)(?:\s+from)?\b", "silent meters"),
        (r"\b(?:meters\s+(?:were|was|are|have\s+been)\s+)(?:completely\s+|entirely\s+|totally\s+)?(?:non[\s-]?communicating|mute|unreachable)\b", "silent meters"),
        (r"\bmeters\s+(?:(?:that|of\s+[\w\-]+)\s+)*(?:whose\s+(?:data|reads)\s+(?:was|were)\s+(?:partly\s+)?estimated)\b", "meters with estimates"),
        (rf"\bmeters\s+(?P<n>of\s+{_NAME}\s+)?had\s+to\s+be\s+estimated\b", r"meters with estimates \g<n>"),
        (r"\bhow\s+many\s+times\s+did\s+(?P<n>(?:meter\s+)?MTR-\d+)\s+report\b", r"how many reads of \g<n>"),
        (r"\b(?P<w>number\s+of|count\s+of|how\s+many)\s+reads\s+(?:came\s+in|on\s+file|received|arrived)\s+(?:from|for|of)\s+(?=(?:meter\s+)?MTR)", r"\g<w> reads of "),
        # Voltage.
        (r"\b(?P<e>avg|average|mean|top|highest|lowest|max|min|low|high|maximum|minimum|typical)\s+(?:V|volts?)(?=\W|$)(?!\s*(?:amps?))", r"\g<e> voltage"),
        (r"\b(?:deepest|worst|biggest)\s+(?P<w>customer\s+)?(?:voltage\s+)?(?:sag|dip)\b(?:\s+(?:seen|felt|recorded))?", r"lowest \g<w>voltage"),
        (r"\bhow\s+(?:far|low)\s+did\s+(?:the\s+)?(?P<c>customer\s+|meter\s+)?voltage\s+(?:sag|dip|fall|drop|go|get|sink)(?:\s+(?:down|to))?\b", r"lowest \g<c>voltage"),
        (r"\bhow\s+high\s+did\s+(?:the\s+)?(?P<c>customer\s+|meter\s+)?voltage\s+(?:rise|climb|go|get|reach)(?:\s+(?:up|to))?\b", r"highest \g<c>voltage"),
        (r"\bby\s+how\s+(?:low)\s+(?:their|its|the)\s+(?:volts|voltages?)\s+(?:went|got|fell|dropped|sank|dipped)\b", "by lowest voltage"),
        (r"\bby\s+how\s+(?:high)\s+(?:their|its|the)\s+(?:volts|voltages?)\s+(?:went|got|rose|climbed)\b", "by highest voltage"),
        (r"\bpeak\s+(?:volts|voltage)\b", "highest voltage"),
        (r"\bANSI\s+(?=(?:range|band|C84)\b)|\bwider\s+(?:ANSI\s+)?band,?\s+(?=range\s+B)", ""),
        (r"\b(?P<w>(?:range\s+[AB])\s+violations?\b.*?),?\s+in\s+meters\b", r"\g<w>"),
        (r"\blow(?:er)?[\s-]+side\s+(?P<r>range\s+[AB])\s+(?:violations?|exceptions?)\b", r"meters below \g<r>"),
        (r"\b(?:high(?:er)?|upper)[\s-]+side\s+(?P<r>range\s+[AB])\s+(?:violations?|exceptions?)\b", r"meters above \g<r>"),
        (r"\brange\s+A\s+(?:violations?|exceptions?)\b", "meters outside range A"),
        (r"\b(?P<w>outside|beyond|out\s+of)\s+(?P<r>range\s+[AB]),?\s+(?:either\s+way|on\s+either\s+side|both\s+ways)\b", r"outside \g<r>"),
        (r"\bbeyond\s+(?=range\s+[AB]\b)", "outside "),
        (r"\b(?P<o>meters|customers|services)\s+(?P<n>(?:at|on|of)\s+[\w\-]+(?:\s+\d+)?\s+)?(?:exceeded|exceed|went\s+over)\s+(?P<r>range\s+[AB])\b", r"\g<o> \g<n>above \g<r>"),
        (r"\boutside\s+(?:of\s+)?114\s*(?:V\s*)?(?:to|and|-|–)\s*126\s*V?\b", "outside range A"),
        (r"\b(?P<w>dipped|fell|dropped|went|below|under)\s+(?:below\s+|under\s+)?the\s+normal\s+range\b", "below range A"),
        (r"\b(?:out\s+of|outside|beyond)\s+(?:the\s+)?(?:voltage|normal)\s+(?:limits|range|band)\b", "outside range A"),
        (r"\bwith\s+(?:bad|off|poor)\s+voltage(?:,?\s+(?:high\s+or\s+low|low\s+or\s+high))?\b", "outside range A"),
        (r"\b(?:customers|meters|services)\s+have\s+voltage\s+trouble\b", "meters outside range A"),
        (r"\b(?:got|get|had|have|with)\s+too\s+many\s+volts\b", "above range A"), (r"\b(?:got|get|had|have|with)\s+too\s+few\s+volts\b", "below range A"),
        (r"\b(?:services|customers)(?P<w>\s+(?:at|on|of)\s+[\w\-]+(?:\s+\d+)?)?\s+(?P<s>above|below|outside)\s+range\b", r"meters\g<w> \g<s> range"),
        (r"\bmeter[\s-]+minutes\b", "minutes"),
        (rf"\bminutes\s+{_LOW}\s+114\s*V?\b", "minutes below range A"), (rf"\bminutes\s+{_HIGH}\s+126\s*V?\b", "minutes above range A"),
        (r"\bunder-?voltage\s+minutes\b|\bminutes\s+of\s+(?:low\s+voltage|under-?voltage)\b", "minutes below range A"),
        (r"\bover-?voltage\s+minutes\b|\bminutes\s+of\s+(?:high\s+voltage|over-?voltage)\b", "minutes above range A"),
        (rf"\bhow\s+(?:many\s+minutes|long)\s+(?:was|were|did|has)\s+(?P<n>{_NAME})\s+(?:been\s+|spend\s+|sit\s+|go\s+)?(?:{_LOW}\s+114\s*V?|(?:have|get|had|see)\s+too\s+low\s+(?:a\s+)?voltage)", r"minutes below range A of \g<n>"),
        (rf"\bhow\s+(?:many\s+minutes|long)\s+(?:was|were|did|has)\s+(?P<n>{_NAME})\s+(?:been\s+|spend\s+|sit\s+|go\s+)?(?:{_HIGH}\s+126\s*V?|(?:have|get|had|see)\s+too\s+high\s+(?:a\s+)?voltage)", r"minutes above range A of \g<n>"),
        (rf"\bmeters\s+(?P<n>(?:on|of|at)\s+{_NAME}\s+)?(?:were\s+|was\s+|that\s+were\s+)?{_LOW}\s+114\s*V?\s+(?:for\s+)?(?:the\s+)?longest\b", r"meters \g<n>by most minutes below range A"),
        (rf"\bmeters\s+(?P<n>(?:on|of|at)\s+{_NAME}\s+)?(?:were\s+|was\s+|that\s+were\s+)?{_HIGH}\s+126\s*V?\s+(?:for\s+)?(?:the\s+)?longest\b", r"meters \g<n>by most minutes above range A"),
        (r"\bmeters\s+with\s+(?:the\s+)?longest\s+low\s+voltage\b", "meters by most minutes below range A"), (r"\bmeters\s+with\s+(?:the\s+)?longest\s+high\s+voltage\b", "meters by most minutes above range A"),
        (r"\bwhere\s+did\s+low\s+voltage\s+(?:last|persist)\s+(?:the\s+)?longest,?\s+by\s+feeder\b", "which feeder had the most minutes below range A"), (r"\bwhere\s+did\s+high\s+voltage\s+(?:last|persist)\s+(?:the\s+)?longest,?\s+by\s+feeder\b", "which feeder had the most minutes above range A"),
        (r"\bdid\s+(?P<s>low|high)\s+voltage\s+(?:last|persist)\s+(?:the\s+)?longest\b", r"had the longest \g<s> voltage"),
        (rf"\b(?P<r>feeders|circuits)\s+where\s+(?:some|any|a)\s+meters?\s+(?:fell|went|dropped|dipped|sank)\s+{_LOW}\s+(?=\d)", r"\g<r> with lowest voltage below "),
        (rf"\b(?P<r>feeders|circuits)\s+where\s+(?:some|any|a)\s+meters?\s+(?:rose|went|climbed|got)\s+{_HIGH}\s+(?=\d)", r"\g<r> with highest voltage above "),
        (r"\bby\s+(?:the\s+)?(?:most\s+)?minutes\s+(?=(?:below|above)\s+range\s+A\b)", "by time "),
        (r"\bunaccounted[\s-]+for\s+(?:energy|kWh)\b(?:(?P<w>.*?)\s+in\s+kWh)?", r"lost kWh\g<w>"), (r"\bhow\s+many\s+kWh\s+(?:disappeared|vanished|went\s+missing|leaked)\s+(?:between\s+(?:the\s+)?head\s+and\s+(?:the\s+)?meters\s+)?", "how many kWh were lost "),
        (r"\bleak\s+the\s+(?P<e>biggest|largest|highest|smallest|lowest)\s+share\s+of\s+their\s+energy\b", r"have the \g<e> losses"), (r"\b(?P<f>feeders|circuits)\s+with\s+(?P<m>over|above|more\s+than|under|below|less\s+than)\s+(?P<n>\d[\d,]*)\s+kWh\s+of\s+losses\b", r"\g<f> with lost kWh \g<m> \g<n>"),
        (r"\bin\s+the\s+loss\s+(?:calculation|reckoning)\b", "in the loss balance"), (r"\bused\s+to\s+(?:compute|reckon|calculate)\s+(?:the\s+)?losses\b", "in the loss balance"),
        (r"\b(?:customers'?|customers')\s+meters\s+register\b(?=.*\bloss\b)|\bmeters\s+(?:count|register|record)(?:ed)?(?=\s+in\s+the\s+loss\s+balance)", "registered"),
        (r"\bonto\s+(?:our|the)\s+(?:network|grid|system)\b", ""), (r"\bhow\s+many\s+kWh\s+did\s+(?:the\s+|our\s+)?customers\s+(?:feed|send|put|push)\s+(?:back\s+)?(?:into|to|onto|on)\s+the\s+(?:grid|network|system)\b", "kWh exported by customers"),
        (r"\bshow\s+(?:me\s+)?how\s+(?:the\s+|our\s+)?(?P<q>(?:system\s+)?(?:load|demand)|voltage|temperature|wind|humidity)(?P<n>\s+(?:of|at|on)\s+[\w\-]+(?:\s+\d+)?)?\s+(?:went|ran|moved|developed|changed|behaved|varied|evolved)\b", r"\g<q> curve\g<n>"), (r"\bshow\s+(?:me\s+)?how\s+(?:the\s+)?(?:load|demand)\s+will\s+(?:run|go|develop|move)\b", "hourly forecast"), (r"\b(?:chart\s+of\s+)?wind\s+speed\s+(?:curve|graph|chart)\b", "wind curve"),
        (r"\b(?P<r>feeders|circuits|substations)\s+whose\s+load\s+(?:dropped|fell|went|sank|dipped)\s+(?:under|below)\b", r"\g<r> with minimum load below"), (r",?\s+by\s+(?:its|their)\s+minimum\b", ""), (r"\bflattest\s+load,?\s+mean\s+over\s+peak\b", "highest load factor"), (r"\bflatter\s+load\b", "higher load factor"),
        (r"\bhow\s+good\s+was\s+(?:the\s+)?(?:utility's\s+|our\s+)?ratio\s+of\s+real\s+to\s+apparent\s+power\b", "what was the power factor"), (r"\bhotter\s+than\s+usual\b", "hotter than usual"),
        (r"\b(?:users|consumers)\s+among\s+(?P<c>residential|commercial|industrial)\s+customers\b", r"\g<c> users"), (r"\b(?P<e>largest|biggest|highest)\s+kW\s+drawn\s+by\s+any\s+meter\b", r"\g<e> peak kW by meter"),
        # When it was.
        (r"\b(?:the\s+)?(?:date\s+and\s+(?:hour|time)|day\s+and\s+(?:hour|time)|hour\s+and\s+(?:day|date)|exact\s+(?:time|hour|moment))\s+(?:of|for|when)\b", "when was"),
        (rf"\b{_WHEN}\s+(?P<f>tomorrow|yesterday|last\s+\w+|this\s+\w+)?\s*(?:did|does|will|has)\s+(?P<p>yesterday|tomorrow|today)?(?:'s\s+)?(?:the\s+|our\s+)?(?P<q>{_WHAT})(?P<at>(?:\s+(?:of|on|at)\s+{_NAME})?)\s+(?:top(?:ped)?\s+out|peak(?:ed)?|max(?:ed)?\s+out|crest(?:ed)?)\b", r"when was the highest \g<q>\g<at> \g<f>\g<p>"),
        (rf"\b{_WHEN}\s+(?P<f>tomorrow|yesterday|last\s+\w+|this\s+\w+)?\s*(?:did|does|will|has)\s+(?P<p>yesterday|tomorrow|today)?(?:'s\s+)?(?:the\s+|our\s+)?(?P<q>{_WHAT})(?P<at>(?:\s+(?:of|on|at)\s+{_NAME})?)\s+bottom(?:ed)?\s+out\b", r"when was the lowest \g<q>\g<at> \g<f>\g<p>"),
        (r"\bhighest\s+heat\b", "highest temperature"), (r"\bwhat\s+time\s+was\s+the\s+high(?=\s+(?:yesterday|today|on|last|in)\b)", "when was the highest temperature"), (r"\bwhat\s+time\s+was\s+the\s+low(?=\s+(?:yesterday|today|on|last|in)\b)", "when was the lowest temperature"),
        (rf"\b{_WHEN}\s+(?:was|is|will)\s+it\s+(?:be\s+)?(?P<e>hottest|coldest|warmest|coolest|windiest)\b", r"\g<e> hour"),
        (r"\b(?P<f>tomorrow)\s+is\s+the\s+(?P<e>highest|lowest)\s+temperature\s+forecast\b", r"is the \g<e> temperature \g<f>"),
        (rf"\b{_WHEN}\s+was\s+(?P<n>{_NAME})\s+(?:the\s+)?(?:lightest|least)\s+(?:heavily\s+)?loaded\b", r"when was the lowest load of \g<n>"),
        (rf"\b{_WHEN}\s+was\s+(?P<n>{_NAME})\s+(?:the\s+)?(?:most|heaviest)\s+(?:heavily\s+)?loaded\b", r"when was the highest load of \g<n>"),
        (r"\bat\s+what\s+(?:moment|hour|time)\b|\bat\s+which\s+(?:moment|hour|time)\b", "when"),
        # Weather.
        (r"\bRH\b", "humidity"), (r"\b(?:moisture\s+(?:of|in)\s+the\s+air|air\s+moisture|dampness)\b", "humidity"), (r"\bhow\s+(?:damp|moist)\s+was\s+(?:the\s+air|it)\b", "how humid was it"),
        (r"\b(?:for|in)\s+weather\s+normali[sz]ation,?", ""), (r"\bhow\s+(?P<t>warm|hot|cold|windy)\s+(?P<v>was|is|will)\s+it\s+(?:be\s+)?on\s+average\b", r"average \g<t>"),
        (r"\baverage\s+(?:warm|hot|cold)\b", "average temperature"), (r"\baverage\s+windy\b", "average wind"),
        (r"\b(?:when\s+did\s+the\s+wind\s+blow\s+(?:the\s+)?hardest|when\s+was\s+the\s+hardest\s+wind)\b", "when was the strongest wind"),
        (r"\bstrongest\s+gusty\s+hour\b", "strongest wind"), (r",?\s+(?:in\s+)?(?:m/s|mps)(?=\W*$)", ""),
        (r"\b(?:degrees|warmth)\s+outside\b", "temperature"), (r"\b(?:breeze)\b", "wind"),
        (r"\b(?P<w>overnight|daytime)\s+(?P<e>low|high)\s+of\s+(?=\w+\s+\d)", r"\g<e>est temperature on "),
        (r"\bhighest\s+of\s+temperature\b", "highest temperature"), (r"\bforecast\s+(?P<e>high|low)\s+for\b", r"\g<e>est temperature forecast for"), (r"\btomorrow's\s+(?P<e>high|low)(?:\s+in\s+degrees)?\b(?!\s+(?:load|demand|peak))", r"\g<e>est temperature tomorrow"),
        # Charts.
        (r"\b(?:(?:show|give|draw|make)\s+(?:me\s+)?)?(?:a\s+|the\s+)?(?:chart|graph|plot)(?:ting)?\s+(?:of\s+|for\s+|how\s+)?(?:the\s+)?(?P<q>temperature|wind(?:\s+speed)?|humidity|voltage)\b", r"\g<q> curve"),
        (r"\b(?P<q>temperature|wind(?:\s+speed)?|humidity|temp)\s+(?:graph|trend|plot|chart)\b", r"\g<q> curve"),
        (r"\b(?:graph|plot|chart)\s+of\s+V\b", "voltage curve"), (r"\btrend\s+of\s+m/s(?:\s+at\s+the\s+weather\s+station)?\b", "wind curve"),
        # To come.
        (r"\b(?:outlook|projection)\b(?=.*\b(?:tomorrow|next|coming)\b)|(?<=average\sload\s)outlook|(?<=temperature\s)outlook", "forecast"),
        (r"\b(?:plot|chart|graph)\s+(?:of\s+)?(?:the\s+)?(?:expected|predicted|forecast|projected)\s+(?:demand|load)\b", "hourly forecast"), (r"\b(?:predicted|projected|expected)\s+(?=(?:load|demand|peak|lowest|highest|min|max|mean|average|least|energy|kWh|MWh|valley)\b)(?=.*\b(?:tomorrow|next|coming)\b)", "forecast "),
        (r"\bexpected\s+time\s+of\s+the\s+(?P<e>high|low)\b", r"when is the \g<e>est temperature expected"), (r"\bwhat\s+time\s+tomorrow\s+is\s+the\s+heat\s+forecast\s+to\s+be\s+greatest\b", "when is the highest temperature tomorrow"),
        (r"\b(?:90th\s+percentile|high-?\s*side\s+estimate\s+of\s+the|upper\s+(?:end|edge|limit)\s+of\s+the\s+forecast(?:\s+(?:range|band))?\s+(?:for|of))\b", "p90"),
        (r"\b(?:10th\s+percentile|low-?\s*side\s+estimate\s+of\s+the|(?:bottom|lower)\s+(?:end|edge|limit)\s+of\s+the\s+forecast(?:\s+(?:range|band))?\s+(?:for|of))\b", "p10"),
        (r"\bhow\s+bad\s+could\s+the\s+peak\s+(?P<n>.{0,30}?)\s*get\s+(?P<t>tomorrow|in\s+the\s+next\s+\w+\s+days),?\s+upper\s+band\b", r"upper band of the peak \g<n> \g<t>"),
        (r"\bwhat\s+hour\s+do\s+you\s+expect\s+(?P<n>.{2,20}?)'s\s+max\b", r"expected peak hour of \g<n>"),
    ),
)  # fmt: skip
