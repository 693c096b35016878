"""Outages in everyday words: power cuts, what knocked the power out, how many times, when the lights are back."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import THING, WE, turns

_OUTAGES: Final = r"(?:outages?|interruptions?)"
_POWER: Final = (
    r"(?:(?:(?:the|our|their|its|his|her|any)\s+)?(?:power|lights?|electricity|supply|service|juice|current))"
)
_HAVE: Final = r"(?:have|has|had|did|do|does|was|were|is|are)"
_PERIOD: Final = r"(?:this|last|past|previous|in|during|since|so\s+far|yesterday|today|20\d\d|ytd|over|throughout|back|for|on|at|year|month|from)"
_WENT: Final = (
    r"(?:take|took|taken|taking|have|had|see|seen|saw|get|got|gotten|suffer(?:ed)?|experience[d]?|log(?:ged)?|record(?:ed)?"
    r"|register(?:ed)?|hit|run\s+into|go\s+through|gone\s+through|went\s+through|been\s+through|live\s+through|deal(?:t)?\s+with"
    r"|rack(?:ed)?\s+up|chalk(?:ed)?\s+up|r[au]n\s+up|clock(?:ed)?\s+up|pile[d]?\s+up|tally|tallied|face[d]?|endure[d]?|sustain|incur(?:red)?"
    r"|end(?:ed)?\s+up\s+with|w[io]+u?nd\s+up\s+with|come\s+up\s+against|encounter(?:ed)?|weather(?:ed)?|handle[d]?|count(?:ed)?|note[d]?|go|went|gone)"
)
_BLAMED: Final = (
    r"(?:(?:(?:that|which)\s+)?(?:(?:we\s+|you\s+|one\s+|that\s+)?(?:can|could)\s+(?:we\s+|you\s+|be\s+)?|are\s+|were\s+|is\s+|was\s+|have\s+been\s+|got\s+|came\s+|come\s+|to\s+be\s+|being\s+)*"
    r"(?:attribut(?:ed|able|e)\s+to|blamed?\s+on|pinn?(?:ed)?\s+on|chalk(?:ed)?\s+up\s+to|put(?:\s+it)?\s+down\s+to|down\s+to|owing\s+to|because\s+of|on\s+account\s+of|thanks\s+to"
    r"|caused\s+by|triggered\s+by|brought\s+(?:on|about)\s+by|produced\s+by|set\s+off\s+by|stemm?(?:ed|ing)?\s+from|result(?:ed|ing)?\s+from|as\s+a\s+result\s+of|aris(?:en|ing)\s+from|courtesy\s+of|due\s+to|from|with\s+(?:a\s+)?cause(?:\s+of)?|having\s+(?:a\s+)?cause))"
)
_CAUSE: Final = (
    r"(?:(?:an?|the|our|some|bad|severe|stormy|falling|fallen|overgrown|failed|failing|faulty|broken|bad)\s+)*(?:weather|storms?|lightning|vegetation|trees?|branch(?:es)?|limbs?|animals?|squirrels?|birds?|wildlife"
    r"|equipment|vehicles?|cars?|trucks?|wind|ice|flood(?:ing|s)?|fires?|dig-?ins?|overloads?|vandalism|critters?)\b"
)
_POLE: Final = r"(?:an?\s+|the\s+|our\s+|one\s+of\s+our\s+|utility\s+|power\s+)*poles?"
_ETR: Final = r"(?:ETRs?)"
_SAYS: Final = r"(?:figure|think|expect|reckon|estimate|believe|see|look\s+for|guess|anticipate|plan|hope|project|suppose|forecast|predict)"
_BACK: Final = rf"(?:(?:be|have|get|getting|see|come|coming|go|going|having|being)\s+)*(?:{_POWER}\s+)?(?:(?:come|be|back|restored|re-?energi[sz]ed|up|on|again|turned|switched|running|in\s+service|to\s+normal)\s*)+"

OF_OUTAGES: Final = turns(
    r"outage|interrupt|power|light|electricity|supply|service|\bETRs?\b|\betas?\b|restor|customers?|blackout|\bcuts?\b|\bback\b|juice|dark|folks|people|feeder|fdr|substation|\bsub\b|cause",
    (
        (r"\b(?:power|electricity|electric|electrical|supply|service)[\s-]+(?:cut|outage|failure|interruption|loss|disruption|problem)s\b|\bblack-?outs\b|\bdisruptions\b", "outages"),
        (r"\b(?:power|electricity|electric|electrical|supply|service)[\s-]+(?:cut|outage|failure|interruption|disruption|problem)\b|\bblack-?out\b|\bdisruption\b", "outage"),
        (rf"\b({_OUTAGES}|customers)\s+(?:in|under)\s+(?:the\s+)?(?P<s>predicted|planned|confirmed|active)\s+(?:state|status|condition)\b", r"\g<s> \1"),
        (rf"\b({_OUTAGES})\s+(?:that\s+)?(?:are\s+)?(?:in\s+)?(?:the\s+)?predicted(?:\s+(?:state|status))?\b", r"predicted \1"),
        (r"\bwithout\s+(?:their\s+|any\s+|the\s+)?(?:lights?|electricity|juice|current)\b", "without power"),
        (r"\b(?:folks|people)\b(?=\s+(?:(?:who|that|are|were|was|is|have|had|has|been|got|still|currently|now)\s+)*(?:affected|hit|out|off|without\s+(?:power|supply)|in\s+the\s+dark|interrupted|impacted|lost\s+(?:power|supply)|knocked\s+out|put\s+out)\b)", "customers"),
        (r"\b(customers|homes)\s+(?:(?:who|that)\s+)?(?:(?:are|is|sitting|left|still|currently|now)\s+)*in\s+the\s+dark\b", r"\1 out"),
        (r"(?<!customer\s)\binterruptions\b(?=.*\b(?:now|currently|at\s+the\s+moment|at\s+present|dealing|handling|active|ongoing|in\s+progress|going\s+on)\b)", "outages"),
        (r"\b(?P<c>tree|vegetation|animal|squirrel|lightning|weather|storm|wind|vehicle|equipment)[\s-]+(?:caused|related|induced|driven|inflicted)\s+(?=outages?\b|interruptions?\b)", r"\g<c> "),
        (r"\b(?:restoration\s+estimates?|(?:their|its|our)\s+restoration\s+(?:times?|deadlines?))\b", "ETR"),
        (rf"\b(?:latest|last)\s+(?:time|moment|hour)\s+(?:that\s+|at\s+which\s+)?(?:any\s?one|any\s?body|some\s?one|(?:the\s+last\s+|any\s+)?customers?|people|everyone|everybody)\s+(?:(?:is|are|will|should|expected|going|due|to|supposed)\s+)*{_BACK}", "last ETR "),
        (r"\b(?:(?:has|have|is|are)\s+)?(?:been\s+)?(?:dragg?(?:ed|ing)|gone|going|lasted|lasting|run|running|linger(?:ed|ing)|out|open|active|been)\s+(?:(?:on|so\s+far)\s+)?(?:for\s+)?(?:the\s+)?longest(?:\s+so\s+far)?\b(?!\s+\w+\s+(?:pole|line|feeder))", "is the longest"),
        (r"\b(?P<k>month|day|week|weekday|hour|quarter|year|feeder|substation|circuit|cause)s?\b(?P<w>(?:\s+in\s+20\d\d|\s+(?:this|last)\s+\w+)?)\s+(?:had|saw|brought|gave\s+us|experienced|recorded|produced|logged|racked\s+up|took|suffered|counted)\s+(?:the\s+|our\s+)?(?P<m>most|fewest)\s+(?P<o>outages|interruptions)\b", r"\g<k> had the \g<m> \g<o>\g<w>"),
        (r"\b(?:folks|people)\s+(?:do\s+|that\s+)?(?:we|you)\s+(?:have\s+got|have|got)\s+(?:still\s+)?(?P<w>off(?:\s+supply)?|without\s+(?:power|supply)|out|in\s+the\s+dark)\b", "customers out"),
        (r"\bby\s+how\s+long\s+(?:(?:they|it|each|have|has|had|been|are|were|was)\s+)*(?:lasted|last|lasting|out|going|active|running|open|been)\b", "by duration"),
        (r"^\W*(?:(?:which|what|the|any|list|show)\s+)*ETRs\s+(?:(?:that|which|have|has|are|were|already|been)\s+)*(?:slipped|slipping|passed|past|expired|blown|missed|late|overdue|lapsed|elapsed)\b", "outages past their ETR"),
        # Causes by their trade words; what hit what is one of them.
        (rf"\b(?:an?\s+|the\s+)?(?:cars?|vehicles?|trucks?|drivers?|motorists?)\s+(?:that\s+|which\s+)?(?:have\s+|has\s+|had\s+)?(?:r[au]nning|ran|run|crash(?:ing|ed)?|smash(?:ing|ed)?|slam(?:ming|med)?|driv(?:ing|en)|drove|plow(?:ing|ed)?|strik(?:ing|es?)|struck|hit(?:ting|s)?|collid(?:ing|ed)|knock(?:ing|ed)\s+(?:down|over)|back(?:ing|ed)|bump(?:ing|ed))\s+(?:into\s+|in\s+|with\s+|down\s+)?{_POLE}\b|\bcar[\s-]+(?:hit[\s-]+)?poles?(?:\s+(?:crash(?:es)?|accidents?|collisions?|hits?|strikes?))?\b", "vehicle"),
        (r"\bvehicles?\s*[(,]\s*vehicles?\s*\)?", "vehicle"),
        (r"\b(?:critters?|varmints?|rodents?|raccoons?|possums?|snakes?)\b", "animals"),
        (r"\b(?:failing|failed|faulty|broken|defective|bad)\s+equipment\b|\bequipment\s+(?:failing|breaking(?:\s+down)?|faults?|breakdowns?|malfunctions?|problems?|failures?|that\s+(?:failed|broke))\b", "equipment"),
        (rf"(?P<o>\b(?:{_OUTAGES}|how\s+many|number)\b.*?)\s+{_BLAMED}\s+(?={_CAUSE})", r"\g<o> from "),
        # How many times is how many outages.
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:{_HAVE}\s+)?{THING}\s+(?:(?:{_HAVE}|been)\s+)*(?:{_WENT})\s+(?:an?\s+|any\s+)?{_OUTAGES}\b", r"how many outages on \g<thing>"),
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:{_HAVE}\s+)?{WE}\s+(?:(?:{_HAVE}|been)\s+)*(?:{_WENT})\s+(?:an?\s+|any\s+)?{_OUTAGES}\b", "how many outages"),
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:{_HAVE}\s+)?(?:{WE}\s+)?(?:(?:{_HAVE}|been)\s+)*(?:los[et]|lost)\s+{_POWER}(?=\W*$|\s+{_PERIOD}\b)", "how many outages"),
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:{_HAVE}\s+)?{_POWER}\s+(?:(?:{_HAVE}|been|gone|go|went|get|got|gotten|knocked|fail(?:ed)?|drop(?:ped)?|cut|trip(?:ped)?|kicked|interrupted)\s*)+(?:out|off|down)?(?=\W|$)", "how many outages"),
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:was|were|has|have|did)\s+(?:there\s+)?(?:been\s+)?(?:an?\s+)?{_OUTAGES}(?:\s+(?:happen|occur)(?:red|ed)?)?\b", "how many outages"),
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:{_HAVE}\s+)(?P<c>{_CAUSE})\s+(?:(?:{_HAVE}|been)\s+)*(?:knock(?:ed)?|tak(?:e|en)|took|put|cut|hit|interrupt(?:ed)?|cause[d]?|bring|brought|shut|kill(?:ed)?|trip(?:ped)?)\s+(?:(?:out|off|down|us|our|the|any|an)\s+)*(?:{_OUTAGES}|power|service|supply|lights|electricity|customers|us|feeder)?(?:\s+(?:out|off|down))?", r"how many outages from \g<c> "),
        (r"\bhow\s+many\s+(?P<c>animal|tree|vegetation|lightning|weather|equipment|vehicle)\s+(?:problems|incidents|events|hits|trips)\b", r"how many \g<c> outages"),
        # Whom outages befell.
        (rf"\b(?P<o>(?:active\s+|planned\s+|sustained\s+|momentary\s+)?{_OUTAGES}(?:\s+(?:in\s+total|altogether|overall))?)\s+(?:(?:that|which)\s+)?(?:{_HAVE}\s+)?{THING}\s+(?:(?:{_HAVE}|been)\s+)*{_WENT}(?=\W*$|\s+{_PERIOD}\b)", r"\g<o> on \g<thing>"),
        (rf"\b(?P<o>{_OUTAGES})\s+(?:(?:that|which)\s+)?(?:{_HAVE}\s+)?(?:{WE}\s+)(?:(?:{_HAVE}|been)\s+)*{_WENT}(?=\W*$|\s+{_PERIOD}\b)", r"\g<o>"),
        (rf"\b(?P<o>{_OUTAGES})\s+(?:(?:that|which)\s+)?(?:{_HAVE}\s+)?(?:hit|struck|befallen|affected|come|came|happened|occurred|taken\s+place|took\s+place|been\s+(?:recorded|logged|registered|reported|experienced))(?:\s+(?:us|our\s+way|to\s+us|{WE}))?(?=\W*$|\s+{_PERIOD}\b)", r"\g<o>"),
        # What goes on now.
        (rf"\b({_OUTAGES})\s+(?:(?:that|which)\s+)?(?:are\s+|is\s+)?(?:(?:we|you)\s+(?:have|got|have\s+got)\s+)?(?:(?:still|currently|presently|now)\s+)*(?:in\s+progress|going(?:\s+on)?|under\s*way|happening|unrestored|unresolved|live|ongoing|on\s+our\s+hands|on\s+the\s+go|not\s+(?:yet\s+)?(?:been\s+)?restored(?:\s+yet)?)\b(?!\s+(?:today|yesterday|in|last|this|within|on|since|before|by|until|during|for)\b)", r"active \1"),
        # A predicted one that nobody has confirmed.
        (rf"\bpredicted\s+({_OUTAGES})\s*,?\s+(?:(?:that|which|and)\s+)?(?:(?:still|are|is|have|has|yet|nobody|no\s+one|not|await(?:s|ing)?|wait(?:s|ing)?|been|for|to|be|need(?:s|ing)?|so\s+far|pending|someone|somebody|anyone|anybody|as\s+yet)\s+)*(?:confirm\w*|verif\w*|check\w*)(?:\s+(?:yet|so\s+far|them))?", r"predicted \1 waiting for confirmation"),
        (r"\bof\s+the\s+(?=predicted\s+outages\b)", ""),
        # Nobody was sent.
        (rf"\b(?P<o>{_OUTAGES})\b(?P<mid>(?:\s+(?:are|is)\s+there)?(?:\s+that)?)\s+(?:(?:we|you|they)\s+)?(?:have|has|are|is)\s+(?:not|n't)\s+(?:yet\s+)?(?:been\s+)?(?:put|assign(?:ed)?|sen[dt]|dispatch(?:ed)?|got|gotten)\s+(?:anybody|anyone|someone|somebody|a\s+crew|any\s+crew|people|crews?|to\s+anyone)(?:\s+(?:on|to|out|onto|at|working))*(?:\s+(?:it|them|yet))*", r"\g<o> without crew"),
        (rf"\b(?P<o>{_OUTAGES})\s+(?:(?:that|which)\s+)?(?:have|has|with|having)?\s*(?:nobody|no\s+one|no\s+crew|no\s+team)\s+(?:has\s+|have\s+|is\s+|are\s+)?(?:(?:been|put|assigned|working|sent|dispatched|at|to|on|out|allocated|given|attached|it|them)\s*)+", r"\g<o> without crew "),
        (r"\b(?:(?:whose|where|with|the|that\s+have)\s+)*(?:(?:assigned|responsible)\s+)?crew(?:_id|\s+(?:field|column|assignment))?\s*(?:is|=|:)?\s*(?:null|empty|none|blank|missing|not\s+set)\b", "without crew"),
        # The time of restoration; and those that are past it.
        (r"\b(?:(?:the|their|its|our|a|any|an)\s+)?(?:(?:estimated|expected|projected|promised|stated|anticipated|planned|given|target|published|predicted)\s+)+(?:time\s+(?:of|for|to)\s+(?:restoration|restore|repair)|restoration(?:\s+(?:time|date|estimate|moment))?|repair\s+time|back-?on\s+time)s?\b(?!\s+(?:hours|minutes))", " ETR"),
        (r"\b(?:the\s+)?(?:restoration|repair)\s+(?:time|estimate|deadline|promise)s?\s+(?:that\s+)?(?:we|was|were|they|has\s+been|had\s+been|you)\s+(?:have\s+|had\s+|been\s+)?(?:promised|gave|given|quoted|set|told|announced|stated|published|estimated)\b", " ETR"),
        (rf"\b(?:(?:whose|where|for\s+which|with|that|who|which)\s+)*(?:the\s+|an?\s+)?{_ETR}\s+(?:that\s+)?(?:(?:has|have|is|are|was|had)\s+)?(?:already\s+|now\s+|since\s+)*(?:elapsed|lapsed|passed|expired|gone\s+by|gone\s+past|come\s+and\s+gone|over|run\s+out|behind\s+us|in\s+the\s+past|(?:<|before|earlier\s+than|less\s+than)\s*(?:now|the\s+present|the\s+current\s+time)(?:\(\))?)(?:\s+(?:and|but)\s+(?:are\s+|is\s+)?(?:still\s+)?(?:not\s+(?:yet\s+)?(?:been\s+)?(?:restored|back)|unrestored|out|active))?", "past ETR"),
        (rf"\b(?:(?:has|have|are|is|were|was|already)\s+)*(?:(?:run|running|ran|go|gone|going|went|slip(?:ped|ping)?|blow[n]?|blew|blowing|overshot|overshoot(?:ing)?|overrun(?:ning)?|overran|miss(?:ed|ing)?|exceed(?:ed|ing)?|passed|outlasted|outlived|lasting|lasted|late(?:r)?|behind)\s+)+(?:(?:later|longer|through|past|over|by|beyond|after|than|on|for|their|its|the|our|with|late)\s+)*{_ETR}\b", "past ETR"),
        (rf"\b(?:(?:no|any|none|without)\s+)?(?:earliest|first|soonest)\s+(?:upcoming|coming|future|next)\s+{_ETR}\b", "next ETR"),
        # When supply is back.
        (rf"\b(?:by\s+)?(?:when|what\s+time|which\s+time)\s+(?:(?:do|does|can|will|should|is|are|did|would|might|could)\s+)?(?:(?:we|you|they|i|one)\s+)?(?:{_SAYS}\s+)?(?:that\s+)?(?:the\s+)?next\s+(?:customers?|folks|people|ones?|group|batch|outage)?\s*(?:(?:will|would|should|is|are|to|get|gets|be|expected|due|going)\s+)*{_BACK}", "next ETR"),
        (rf"\b(?:by\s+)?(?:when|what\s+time|which\s+time)\s+(?:(?:do|does|can|will|should|is|are|did|would|might|could)\s+)?(?:(?:we|you|they|i|one)\s+{_SAYS}\s+)?(?:that\s+)?(?:(?:the\s+)?(?:customers|people|folks|everyone|everybody|all|homes)\s+(?:on|at|in|of|off)\s+)?{THING}(?:\s+(?:customers?|people|folks))?\s+(?:(?:will|would|should|is|are|to|expected|due|going|supposed)\s+)*{_BACK}", r"when will \g<thing> be back "),
        # Planned ones still to begin.
        (r"\bwhen\s+(?:(?:do|will|are|does|is)\s+)?(?:we|you|they|the\s+(?:company|utility))\s+(?:going\s+to\s+|to\s+|next\s+)*(?:take|cut|shut|switch|turn|bring)\s+(?:down\s+|off\s+)?(?:the\s+)?(?:power|supply|electricity|service|lights)(?:\s+(?:down|off|out))?(?:\s+next)?\s+for\s+(?:(?:planned|scheduled)\s+)?(?:work|maintenance)\b", "when does the next planned outage start"),
        (rf"\b((?:planned|scheduled)\s+{_OUTAGES})\s+(?:(?:that|which)\s+)?(?:(?:are|is|do|does|have|has|we|got|there|still|with|a)\s+)*(?:start(?:ing)?\s+(?:in\s+the\s+future|later|ahead)|(?:scheduled|lined\s+up|set|due|booked|planned|coming|lying|lie|lies|ahead|in\s+the\s+pipeline|on\s+the\s+(?:calendar|schedule|horizon|books)|to\s+come|yet\s+to\s+(?:begin|start|come)|upcoming)(?:\s+(?:up|ahead|of\s+us|for\s+us|to\s+come|soon))*)(?=\W|$)", r"\1 coming up"),
        (r"\b(?:at|on)\s+(?:what|which)\s+(?:date(?:\s+(?:and|or)\s+time)?|time(?:\s+(?:and|or)\s+date)?|day(?:\s+(?:and|or)\s+(?:time|hour))?)\b", "when"),
        (rf"\b(next\s+(?:planned|scheduled)\s+{_OUTAGES})\s+(?:(?:is|are)\s+)?(?:due|set|scheduled|supposed|going|meant|slated)\s+to\s+(?:begin|start|take\s+place|happen|kick\s+off|commence)\b", r"\1 start"),
        # Why there are outages.
        (rf"\bwhat(?:'s|\s+is|\s+are|\s+was|\s+were|\s+has|\s+have)?\s+(?:been\s+)?(?:behind|causing|caused)\s+(?:all\s+)?(?:the\s+|our\s+|these\s+|those\s+)?({_OUTAGES})\b(?P<when>.*?),?\s*(?:cause\s+by\s+cause|by\s+cause|and\s+how\s+many\s+(?:of|for|from)\s+each(?:\s+one|\s+cause)?|with\s+(?:the\s+)?(?:counts?|numbers?)(?:\s+(?:of|for)\s+each)?)(?=\W*$)", r"\1 by cause \g<when>"),
        (rf"\bwhat(?:'s|\s+is|\s+are|\s+was|\s+were|\s+has|\s+have)?\s+(?:been\s+)?(?:behind|causing|caused|responsible\s+for)\s+(?:all\s+)?(?:the\s+|our\s+|these\s+|those\s+)?({_OUTAGES})\b", r"causes of \1"),
        (r"\bby\s+(?:what|whatever|which\s+thing|the\s+thing\s+that)\s+(?:(?:has|have|had|was|were|is)\s+)?(?:been\s+)?(?:caused|causing|behind|triggered|set|to\s+blame\s+for|responsible\s+for)\s+(?:them|it|each|these|those)(?:\s+off)?\b", "by cause"),
        (rf"\bwhat\s+(?:(?:made|makes|caused|has\s+made|causes)\s+{THING}\s+(?:to\s+)?(?:go|going|trip)\s+(?:out|off|down|dark)|(?:knock(?:ed)?|took|put|has\s+taken|has\s+knocked)\s+(?:out\s+)?(?P<t2>feeder\s+\d+|F\d+)(?:\s+out)?)\b(?P<w>.*?),?\s*(?:(?:all|each\s+of)\s+)?(?:the\s+)?causes?(?=\W*$)", r"outages by cause on \g<thing>\g<t2>\g<w>"),
        (rf"\bwhat\s+(?:do\s+)?(?:the\s+|our\s+)?({_OUTAGES})\s+(?:(?:mostly|mainly|usually|most\s+often|chiefly|primarily|largely|typically)\s+)(?:com(?:e|es|ing)|came|stem|result|aris\w+)\s+from\b", r"most frequent cause of \1"),
        (r"\bwhat(?:'s|\s+is|\s+has)?\s+(?:been\s+)?(?:knock(?:s|ing|ed)?|tak(?:es?|ing|en)|put(?:s|ting)?)\s+(?:out\s+)?(?:our|the)\s+(?:power|supply|lights|service|customers)(?:\s+out)?\s+(?:the\s+)?most(?:\s+(?:often|frequently|times))?\b", "most frequent cause of outages"),
        (r"\baccount(?:s|ed|ing)?\s+for\s+(?:the\s+)?(?:(?:greatest|largest|highest|biggest|lion's)\s+(?:number|share|count|part|portion)|bulk|majority|most)\s+of\s+(?:(?:the|our|all)\s+)*", "has the most "),
        (rf"\b(?P<c>causes?)\s+(?:(?:was|were|is|are|has|have)\s+)?(?:been\s+)?(?:behind|responsible\s+for|to\s+blame\s+for)\s+(?:the\s+)?most\s+(?:of\s+)?(?:(?:the|our)\s+)?(?={_OUTAGES})", r"\g<c> has the most "),
        # The biggest and the longest of all.
        (r"\b(?:largest|biggest|worst|hardest|heaviest)\s+hit\s+(?:in|from|by)\s+(?:an?\s+|any\s+|one\s+)?(?:single\s+)?outage\b", "biggest outage"),
        (r"\b(?P<v>took|take|taken|had|have|saw|suffered|get|got)\s+(?:the\s+|our\s+|its\s+)?biggest\s+outage\b", "had the biggest outage"),
        (r"\b(?:(?:maximum|max|most|highest|largest|greatest)\s+(?:number\s+of\s+|count\s+of\s+)?customers?)\s+(?P<hit>affected|interrupted|hit|lost|out|knocked\s+out|impacted)\s+(?:by|in|during|from)\s+(?:an?|any|one)\s+(?:single\s+|one\s+)?outage\b", r"customers \g<hit> in the biggest outage"),
        (r"\b(?:maximum|max|largest|biggest|greatest|top)[\s-]+(?:size|sized)\s+outage\b", "biggest outage"),
        (r"^\W*feeder\s+(?:of|with|for)\s+(?:the\s+)?biggest\s+outage\b", "which feeder had the biggest outage"),
        (r"\b(?:(?:worst|longest|most)[\s-]+lasting|lengthiest|longest[\s-]+(?:running|lasting)|most\s+(?:drawn[\s-]+out|protracted|prolonged|lengthy|extended)|longst)\s+(?=(?:single\s+)?outage\b)", "longest "),
        (rf"\b((?:longest|shortest|biggest|largest)\s+)single\s+(?={_OUTAGES}\b)", r"\1"),
        (rf"\b((?:longest|shortest|biggest|largest|worst)\s+{_OUTAGES})\s+of\s+the\s+(year|month|week)\b", r"\1 this \2"),
        (r"\b(?:latest|last|final)\s+ETR\s+(?:across|over|of|among|for|in)\s+(?:all\s+)?(?:(?:of\s+)?(?:the|our)\s+)?(?:active|current|open|ongoing)\s+outages\b", "last ETR"),
        (r"\bhow\s+(?:long|many\s+(?P<u>minutes|hours))\s+(?:did|has|was|does)\s+(?:the|our)\s+(?P<o>longest\s+outage\b.*?)\s+(?:take|last|go\s+on|run|drag\s+on|lasted|been|continue)(?:\s+for)?(?=\W|$)", r"how long was the \g<o> \g<u>"),
        (r"\bhow\s+(?:long|many\s+(?P<u>minutes|hours))\s+(?:does|do|did|have|has|was|were|is|are)?\s*(?:an?\s+|the\s+|our\s+|each\s+)?(?:typical\s+|average\s+|usual\s+)?(?P<o>(?:sustained\s+|planned\s+)?outages?)\s+(?:(?:has|have|been|was|were|to|tend)\s+)*(?:take|taken|took|last(?:ed|ing)?|run|ran|go\s+on|cost|been|keep)(?:\s+(?:us|for|customers\s+out))*\s+(?:on\s+average|in\s+the\s+mean|typically|on\s+the\s+whole|as\s+a\s+rule)\b", r"average outage duration in \g<u>"),
        (r"\baverage\s+outage\s+duration\s+in\s+(?=(?:this|last|in|for|over|during)\b|\W*$)", "average outage duration "),
        (r"\b(?:average|avg|mean|typical)\s+(?:outage|interruption)\s+(?:len(?:gth)?|time|dur)\b", "average outage duration"),
        (r"\bmedian\s+(?:outage|interruption)\s+(?:len(?:gth)?|time|dur)\b", "median outage duration"),
        (r"(?P<o>\baverage\s+outage\s+duration\b.*?)\s+(?:in\s+)?(?:min|mins|minutes)\W*$", r"\g<o> in minutes"),
        (r"(?P<o>\baverage\s+outage\s+duration\b.*?)\s+(?:in\s+)?(?:hours|hrs?|h)\W*$", r"\g<o> in hours"),
        # Customers, whatever became of their supply.
        (r"\b(customers)\s+(?:(?:who|that)\s+)?(?:have\s+|had\s+|saw\s+|seen\s+|see\s+)+(?:their\s+|the\s+)?(?:lights?|power|supply|electricity|service)\s+(?:go(?:ne)?|went|cut|knocked|taken|turned|drop(?:ped)?)\s*(?:out|off|down)?(?=\W|$)", r"\1 lost power"),
        (r"\b(customers)\s+(?:(?:who|that)\s+)?(?:(?:have|has|had|were|was|did)\s+)?(?:experience[d]?|suffer(?:ed)?|sustain(?:ed)?|go(?:ne)?\s+through|went\s+through|had|face[d]?|see|saw|seen|hit\s+by|affected\s+by|touched\s+by)\s+(?:an?\s+|any\s+)(?:outages?|interruptions?)\b", r"\1 lost power"),
        (r"\b(critical\s+customers)\s+(?:have\s+)?(?:(?:currently|presently|now)\s+)?(?:lost\s+(?:power|supply)|interrupted)(?=.*\b(?:now|currently|at\s+the\s+moment|presently|at\s+present)\b)", r"\1 out"),
        (r"\b(critical\s+customers)\s+(?:who\s+are\s+|that\s+are\s+|are\s+)?(currently|presently|now)\s+(?:interrupted|down|affected|dark)\b", r"\1 out \2"),
        (r"\bany(?:\s+of)?(?:\s+our|\s+the)?\s+(critical\s+customers)\s+lost\s+power\b", r"any \1 out"),
        (r"\b(?:some\s?body|some\s?one|any\s?body|any\s?one)\s+(?:has\s+|have\s+|who\s+has\s+)?lost\s+(?:power|supply)\s+(?:over\s+)?(?=on\b)", "anybody out "),
        (r"(?<!\d\s)\bover\s+(?=(?:on|at|in)\s+(?:the\s+)?(?:feeder|fdr|circuit|sub|substation|F\d|SUB-))", ""),
    ),
)  # fmt: skip
