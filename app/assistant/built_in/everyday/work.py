"""Crews, work orders, alarms and calls in everyday words: teams with their hands full, jobs that are wrapped up."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_CREWS: Final = r"(?:crews?)"
_ORDERS: Final = (
    r"(?:(?:work\s+)?orders?|WOs?|jobs?|tasks?|tickets?|inspections?|replacements?|repairs?|trims?|trimmings?)"
)
_BE: Final = r"(?:(?:(?:that|who|which)\s+)?(?:(?:is|are|was|were|be|been|being|currently|presently|now|just|all|still|already|at\s+the\s+moment)\s+)*)"
_DONE: Final = r"(?:finish(?:ed)?(?:\s+(?:up|off))?|complet(?:e|ed)|done|clos(?:e|ed)(?:\s+(?:out|off|up))?|wrap(?:ped)?\s+up|resolv(?:e|ed)|carr(?:y|ied)\s+out|dealt\s+with|sign(?:ed)?\s+off|taken\s+care\s+of|gotten\s+(?:to|done|through)|got\s+(?:to|done|through)|cleared|performed|executed|knocked\s+out|ticked\s+off)"
_NOT: Final = r"(?:(?:that|which|who)\s+)?(?:(?:still|yet|we)\s+)*(?:(?:has|have|had|is|are|was|were|do|does|did|am)\s*)?(?:not|n't)\s+(?:(?:yet|been|got|gotten|get|being|be|all|fully|actually)\s+)*"
_WE: Final = r"(?:we|the\s+(?:crews?|folks|people|guys|company|field)|our\s+(?:crews?|folks|people|guys|teams?)|they|folks|people|you|crews)"
_TREES: Final = r"(?:trees?|branch(?:es)?|limbs?|vegetation|brush)"

OF_WORK: Final = turns(
    r"crew|team|\bto\s+(?:do|be\s+done)\b|poles|transformers|\bhands\b|order|\bwos?\b|\bjobs?\b|task|ticket|inspection|replac|repair|trim|\btrees?\b|swap|labou?r|hours?|\bhrs\b|vegetation|people|folks|members?|head",
    (
        (r"\b(?:field\s+)?teams\b|\bfield\s+crews\b|\bwork\s+(?:gangs|parties)\b", "crews"), (r"\b(?:field\s+)?team\b(?!\s+(?:lead|leader))|\bfield\s+crew\b", "crew"),
        (r"\s+(?:altogether|in\s+all)?\s*(?:(?:(?:on|in|within|across|for|at)\s+)(?:(?:our|the|this)\s+)(?:(?:whole|entire)\s+)?(?:books?|rosters?|payroll|organi[sz]ation|outfit|workforce|fleet|shop|ranks|staff\s+list)|in\s+our\s+company)\b", ""),
        (r"\bon\s+our\s+hands\b", ""),
        (r"\b(?:on|off)\s+(?:its|their|his|the)\s+(?:plates?|hands|lists?|books|docket)\b", ""),
        (r"^\W*break\s+(?:down\s+)?(?P<w>\S.+?)\s+(?:down\s+)?(?:by|per|into)\s+(?=(?:status|state|kind|type|priority|crew|feeder|substation|work\s+type|skill|month|cause)\b)", r"\g<w> by "),
        # Which crews there are to be had.
        (r"\b(?P<q>how\s+many|which|what|any)\s+crews\s+(?:(?:could|can|may|might|would|do)\s+(?:i|we|you|one|they)\s+(?:still\s+|be\s+able\s+to\s+|have\s+to\s+|have\s+)?(?:send|dispatch|put|deploy|use|call|roll|assign|get|spare)(?:\s+(?:out|on|to\s+(?:a|an|the)\s+(?:job|outage)|there|up))*)\b", r"\g<q> available crews"),
        (r"^\W*(?:there(?:'s|\s+is|\s+are|\s+has\s+been|\s+was)\s+)?(?:(?!\b(?:crew|which|how)\b)[^.?!;])*?\b(?P<t>(?:TX|P|BRK|REC|FUS|SEC|SW|TIE|SEG|MTR|SUB)-[\w-]*\d|(?:pole|transformer|feeder|substation)\s+\d+)[^.?!;]{0,20}[.;!]+\s*(?:so\s+)?(?:which\s+crew(?:'s|\s+is)?|who(?:'s|\s+is)?|what\s+crew\s+is)\s+(?:the\s+)?(?P<n>closest|nearest)(?:\s+to\s+(?:it|there|that|the\s+(?:site|spot|pole|place)))?(?:\s+(?:right\s+)?now)?\W*$", r"which crew is \g<n> to \g<t>"),
        # Labour of an average job.
        (r"\b(?:on\s+average,?\s+)?how\s+many\s+(?:(?:labou?r|man|work(?:ing)?|person|crew)[\s-]?)?hours\s+(?:did|do|does|has|have)\s+(?:(?:an?|each|every|one|our|the|your)\s+)?(?:average\s+|typical\s+|single\s+)?(?P<k>replacement|repair|inspection|trimming|vegetation)(?:s|\s+(?:work\s+)?(?:orders?|jobs?|tasks?))?\s+(?:take|need|require|cost|taken|needed|run|eat\s+up)(?:\s+(?:us|them|the\s+crews?|a\s+crew))?(?:\s+on\s+average)?", r"average labour hours of completed \g<k> orders"),
        (r"(?P<w>\bcompleted\b.*?)[,.;?]\s*(?:only\s+)?(?:the\s+)?(?:completed|finished|closed)\s+(?:ones?|orders|jobs)(?:\s+only)?(?:\s+of\s+course|,?\s+please)?\W*$", r"\g<w>"),
        # What a crew found.
        (rf"^\W*(?:out\s+)?(?:of|among|in)\s+(?:all\s+)?(?:the\s+|our\s+)?(?P<o>(?:\w+\s+)?(?:work\s+)?(?:orders|jobs|inspections))\s+(?:(?:that|which|were|have|been)\s+)*(?:{_WE}\s+)?(?:(?:have|has|had)\s+)?(?:{_DONE})\s*(?P<p>[^,]*?)\s*,\s*(?:in\s+)?how\s+many(?:\s+(?:cases|of\s+them|times|instances))?\s+(?:(?:did|have|has|was|were)\s+)?(?:(?:the|a|our)\s+)?(?:crews?\s+)?(?:find|found|report(?:ed)?|note[d]?|see|saw|had|have|show(?:ed)?|turn(?:ed)?\s+up|came\s+back\s+with)\s+(?P<f>[\w\s]+?)(?:\s+found)?\W*$", r"how many \g<o> completed \g<p> found \g<f>"),
        # Orders on record for one thing.
        (rf"\b(?:what|which|any|the|all)?\s*(?P<o>{_ORDERS})\s+(?:(?:are|is|that|there|were|do|we|you|have|have\s+got|exist)\s+)*(?:on\s+(?:the\s+)?(?:record|file|books|system)|recorded|known|in\s+(?:the|our)\s+(?:system|records|books|files)|listed|stored)\s+(?:for|on|at|against|about|of)\s+(?P<t>(?:TX|P|BRK|REC|FUS|SW|SEC|TIE|SEG)-[\w\-]*\d)(?:\s*,?\s*(?:the\s+)?(?:newest|latest|most\s+recent)\s+(?:ones?\s+)?first)?", r"work orders of \g<t>"),
        (rf"\b(?P<w>(?:work\s+)?{_ORDERS}\s+(?:of|for)\s+(?:transformer\s+|pole\s+|device\s+)?(?:TX|P|BRK|REC|FUS|SW|SEC|TIE|SEG)-[\w\-]*\d)\s*,?\s*(?:the\s+)?(?:newest|latest|most\s+recent)\s+(?:ones?\s+)?first\b", r"\g<w>"),
        # What crews are at.
        (rf"\b(?P<c>{_CREWS})\s+{_BE}(?:(?:have|has|had|with|having|got)\s+(?:their|its)\s+hands\s+full|tied\s+up|engaged|swamped|snowed\s+under|in\s+use|taken\b(?!\s+(?:off|on))|committed|deployed|out\s+(?:there\s+)?(?:(?:working|busy|doing|dealing)\s*)+(?:on\s+|with\s+)?(?:something|jobs?|things|a\s+job|work)?|(?:out\s+)?on\s+(?:a\s+|some\s+|something|other\s+)?(?:jobs?|assignments?|calls?|tasks?)|doing\s+something|working\s+on\s+(?:something|a\s+job|jobs))(?=\W|$)", r"busy \g<c>"),
        (rf"\b(?P<c>{_CREWS})\s+{_BE}(?:on\s+the\s+job|hard\s+at\s+work|at\s+work|actively\s+(?:working|engaged)|hands\s+on)(?=\W|$)", r"working \g<c>"),
        (rf"\b(?P<c>{_CREWS})\s+(?:(?:do|does|have|has)\s+(?:we|i)\s+(?:have|got)\s+)?(?:(?:that|who|which|we)\s+)?(?:{_BE})?(?:(?:could|can|able\s+to|ready\s+to|free\s+to|available\s+to|in\s+a\s+position\s+to|we\s+could|we\s+can)\s+)+(?:take(?:\s+on)?|accept|pick\s+up|handle|be\s+(?:sent|given|dispatched|assigned)|send|dispatch|go|do|start|respond|use|assign|roll)(?:\s+(?:out|to|on))?(?:\s+(?:a\s+|an\s+|another\s+|any\s+|some\s+|more\s+|new\s+|the\s+next\s+)*(?:jobs?|work|calls?|orders?|assignments?|tasks?))?(?=\W*$|\s+(?:right|now|at|currently|today|this|on))", r"available \g<c>"),
        (rf"\b(?P<c>{_CREWS})\s+{_BE}(?:not|n't)\s+(?:(?:currently|presently|now)\s+)?(?:busy|tied\s+up|doing\s+anything|working\s+on\s+anything|on\s+(?:a|any)\s+jobs?|engaged|occupied)(?=\W|$)", r"available \g<c>"),
        (rf"\b(?P<c>{_CREWS})\s+{_BE}(?:standing\s+by|on\s+standby|sitting\s+(?:idle|around)|up\s+for\s+grabs|unoccupied|open|unassigned|with\s+nothing\s+on)(?=\W|$)", r"available \g<c>"),
        (rf"(?P<c>\b{_CREWS}\b.*),?\s+the\s+free\s+ones\b", r"\g<c>"),
        (rf"\b(?P<c>{_CREWS})\s+{_BE}(?:out\s+)?(?:on\s+(?:their|its|the)\s+way|driving|traveling|travelling|rolling|head(?:ing|ed)|in\s+transit|on\s+the\s+road|moving|going|bound|en[\s_-]?route)(?:\s+(?:out\s+)?(?:to|towards?|for)\s+(?:a\s+|the\s+|their\s+|some\s+|an\s+)?(?:sites?|jobs?|outages?|calls?|work\s+sites?|locations?|job\s+sites?|something|scene|work))?(?=\W|$)", r"\g<c> en route"),
        # How many people.
        (r"\b(?:sum|total)\s+(?:of\s+)?(?:(?:the|all)\s+)?(?:crew\s+sizes?|crew\s+members|members|head\s*counts?|people)\s+(?:over|of|across|on|in|for)\s+(?:all\s+)?(?:the\s+|our\s+)?crews(?:\s+together)?\b", "how many people on all crews together"),
        (r"\bif\s+(?:you|we|i)\s+(?:put|add|count|take|lump)(?:ed)?\s+(?:all\s+)?(?:of\s+)?(?:the\s+|our\s+)?crews\s+(?:together|up)\b", "on all crews together"),
        (r"\bhead\s*(?:cnt|ct)\b", "headcount"),
        (r"\b(members|people|folks|workers|men)\s+(?:(?:that|who)\s+)?(?:(?:are|is)\s+)?(?:assigned\s+to|in|within|belonging\s+to|that\s+make\s+up|making\s+up|part\s+of)\s+(?=(?:the\s+)?crew\b)", r"\1 on "),
        # Of one crew: its truck, and what it is doing.
        (r"\b(trucks?|vehicles?)\s+(?:(?:that|which|is|are|was|has\s+been|have\s+been)\s+)*(?:assigned|allocated|given|issued|allotted)\s+(?:to|for)\s+(?=(?:the\s+)?crew\b)", r"\1 of "),
        (r"\b(?:assigned|allocated)\s+(truck|vehicle)\b", r"\1"),
        (r"\b(?:what\s+(?:truck|vehicle)|which\s+(?:truck|vehicle))\s+(?:is|does|has)\s+(?P<c>crew[\s\-#]*\d+)\s+(?:driv(?:e|ing)|using|us(?:e|ing)|in|got|riding\s+in|run(?:ning)?|rolling\s+in|take|took|operat(?:e|ing))\b", r"which truck does \g<c> have"),
        (r"^\W*(?:so\s+)?what(?:'s|\s+is|\s+are|\s+does|\s+do)?\s+(?P<c>crew[\s\-#]*\d+)\s+(?:up\s+to|busy\s+with|busy\s+on|occupied\s+with|engaged\s+in|at|have\s+going\s+on|doing)\b(?P<w>(?:\s+(?:right\s+now|now|at\s+the\s+moment|currently|at\s+present))?)", r"what is \g<c> doing \g<w>"),
        (r"^\W*(?:what(?:'s|\s+is)?\s+)?(?:the\s+)?(?:current\s+|present\s+)?(?:activity|situation|status|state)\s+(?:of|for|with|is)\s+(?P<c>crew[\s\-#]*\d+)(?:\s+(?:currently\s+)?(?:engaged\s+in|doing|at|up\s+to))?(?:\s+(?:at\s+the\s+moment|(?:right\s+)?now|currently|at\s+present))?\W*$", r"status of \g<c>"),
        (r"^\W*(?:what(?:'s|\s+is)?\s+)?(?:the\s+)?(?:current\s+)?activity\s+(?:is\s+)?(?P<c>crew[\s\-#]*\d+)\s+(?:is\s+)?(?:currently\s+)?(?:engaged\s+in|doing|at|up\s+to)\W*$", r"status of \g<c>"),
        (r"^\W*(?:what(?:'s|\s+is)?\s+)?(?P<c>crew[\s\-#]*\d+)(?:'s)?\s+(?:current\s+|present\s+)?(?:situation|activity|status|state)(?:\s+(?:field|at\s+the\s+moment|(?:right\s+)?now|currently|at\s+present))?\W*$", r"status of \g<c>"),
        (r"\bwhat\s+(?:jobs|orders|work|tasks)\s+(?:(?:is|are|has|does)\s+)?(?P<c>crew[\s\-#]*\d+)\s+(?:(?:is|are|has)\s+)?(?:on\s+the\s+hook\s+for|responsible\s+for|down\s+for|in\s+charge\s+of|lined\s+up\s+for|signed\s+up\s+for|scheduled\s+for|stuck\s+with|loaded\s+with|sitting\s+on|holding|supposed\s+to\s+do|got|have\s+to\s+do|carrying)\b", r"work orders of \g<c>"),
        (r"^\W*(?:(?:show|list|get|the)\s+)*(?P<c>crew[\s\-#]*\d+)(?:'s)?\s+(?:jobs|orders|wos|tasks|tickets)\W*$", r"work orders of \g<c>"),
        (rf"\b(?P<o>{_ORDERS})\s+(?P<c>crew[\s\-#]*\d+)\s+{_NOT}{_DONE}(?:\s+yet)?\b", r"open \g<o> of \g<c>"),
        (rf"\b(?P<o>(?:open\s+)?{_ORDERS})\s+(?:with|where|whose|for|under)\s+crew\s*(?:is|=|:)?\s*(?=crew[\s\-#]*\d)", r"\g<o> of "),
        (r"\b(?:all\s+)?(?:the\s+)?(?P<o>work\s+orders?|orders|jobs|wos)\s+(?P<t>(?:TX|P|BRK|REC|FUS|SW)-[\w\-]+)\s+(?:has|have|had|'s)?\s*(?:ever\s+)?(?:had|has|got|seen|been\s+given|received|gone\s+through)\b(?:\s+(?:ever|over\s+time|over\s+the\s+years))?", r"work order history of \g<t>"),
        (r"\bwhat\s+(?:jobs|work|orders|work\s+orders|maintenance)\s+(?:has|have)\s+(?:ever\s+)?(?:been\s+)?(?:done|carried\s+out|performed|completed|raised|logged)\s+(?:on|at|to|for)\s+(?:transformer\s+|pole\s+|device\s+)?(?P<t>[A-Za-z]+-[\w\-]*\d)\s+(?:over\s+(?:time|the\s+years)|so\s+far|in\s+the\s+past|up\s+to\s+now|historically|through\s+the\s+years)\b", r"work order history of \g<t>"),
        (r"(?P<o>\b(?:work\s+)?orders?\b.*?[A-Za-z]+-[\w\-]*\d)\s*,?\s+(?:sorted\s+|ordered\s+)?(?:(?:by|in)\s+date(?:\s+order)?|chronologically|over\s+time)\W*$", r"\g<o>"),
        (r"\bhow\s+many\s+hours\s+(?:(?:is|are)\s+)?(?:the\s+|our\s+|all\s+)*(?P<w>open\s+(?:work|orders|jobs|work\s+orders))\s+(?:(?:is|are)\s+)?(?:estimated|reckoned|expected|projected|figured)(?:\s+(?:at|to\s+(?:take|need|be)|to\s+come\s+to))?\b", r"estimated hours of the \g<w>"),
        # What is to be done with trees and in place of what is old.
        (rf"\b{_TREES}[\s-]+(?:cut(?:ting)?|trim(?:ming)?|prun(?:e|ing)|clear(?:ing|ance)?|work|removal|trimming)\s+(?={_ORDERS}\b)", "vegetation "),
        (rf"\b(?P<o>{_ORDERS})\s+(?:to|for)\s+(?:cut(?:ting)?|trim(?:ming)?|prun(?:e|ing)|clear(?:ing)?|cutting\s+back)(?:\s+(?:back|down))?\s+(?:the\s+)?{_TREES}\b", r"vegetation \g<o>"),
        (r"\b(?P<o>(?:work\s+)?orders?|jobs?|tasks?|wos?|tickets?)\s+(?:of|with|for)\s+(?:the\s+)?(?:type\s+|kind\s+)?(?:tree[\s-]+(?:trimming|cutting)|trimming)\b", r"vegetation \g<o>"),
        (r"\b(?P<o>orders?|jobs?|tasks?|wos?|tickets?)\s+(?:to|for)\s+(?:swap(?:ping)?(?:\s+out)?|replac(?:e|ing)|chang(?:e|ing)(?:\s+out)?|exchang(?:e|ing))\s+(?:an?\s+|the\s+|our\s+)?(?P<a>transformers?|poles?|devices?)\s*(?:or|and|/)\s*(?:an?\s+|the\s+|our\s+)?(?P<b>transformers?|poles?|devices?)\b", r"replacement \g<o>"),
        (r"\b(?:transformers?|poles?)\s*(?:or|and|/)\s*(?:transformers?|poles?)\s+(?=replacements?\b)", ""),
        (r"\bswap(?:ped|ping)?(?:[\s-]+outs?)?\b(?=\s+(?:jobs?|orders?|work|wos?|tasks?|tickets?)\b)|\bswap[\s-]?outs\b", "replacement"),
        (r"\b(?P<o>qualified|able|trained|certified|skilled|fit|equipped|licensed)\s+to\s+(?:perform|carry\s+out|execute|undertake|handle|conduct|take\s+on)\b", r"\g<o> to do"),
        (r"\b(?P<c>crew[\s\-#]*\d+)(?:'s)?\s+(?:loc|whereabouts|pos)\b|\b(?:loc|whereabouts|pos)\s+(?:of|for)\s+(?P<e>crew[\s\-#]*\d+)", r"where is \g<c>\g<e>"),
        (rf"\b(?P<o>{_ORDERS}|outages)\s+(?:(?:with|where|whose|the|a)\s+)*(?:(?:assigned\s+)?crew\s*(?:is|=|:)?\s*)?(?:null|empty|blank|missing|not\s+set)(?=\W|$)", r"\g<o> without crew"),
        (r"\b(?:average|mean|typical|avg)\s+(?:(?:labou?r|man|work)[\s-]*)?hours\s+(?:per|a|for\s+each|for\s+every|on\s+each|spent\s+(?:on|per)(?:\s+(?:a|each))?)\s+(?:(?:completed|finished|closed)\s+)?(?:work\s+)?(?:order|job|ticket)s?\b", "average hours per job"),
        (r"^\W*what(?:'s|\s+is)\s+(?:still\s+)?(?:left|remaining|there|open)\s+to\s+(?:do|be\s+done)(?=\s+(?:on|at|in|for)\s)", "list open work orders"),
        (r"(?P<o>\borders?\b.*\bcrew[\s\-#]*\d+)\s*,?\s+(?:(?:the\s+)?most\s+(?:urgent|pressing)|highest\s+priority|by\s+urgency|by\s+priority)(?:\s+first)?\W*$", r"\g<o>"),
        (r"\bhow\s+many\s+(?P<k>poles|transformers)\s+(?:(?:were|got|have|has|been|did|we|do)\s+)+(?:replaced?|swap(?:ped)?(?:\s+out)?|change[d]?\s+out)\b(?!\s+(?:if|to))", r"how many \g<k> replacement orders were completed"),
        # Late, before what is merely not done.
        (rf"\b(?:(?:that|which|who)\s+)?(?:have|has|are|is)?\s*(?:(?:already|now)\s+)?(?:gone\s+past|past|passed|blown(?:\s+(?:by|past|through))?|missed|run\s+past|beyond|run\s+over|slipped\s+past|exceeded|over)\s+(?:their|its|the)\s+(?:due\s+(?:dates?|days?)|deadlines?|target\s+dates?)(?:\s+(?:without\s+being|and\s+(?:are|is)\s+(?:still\s+)?not|but\s+(?:are|is)\s+(?:still\s+)?not)\s+{_DONE})?", " overdue"),
        (rf"\b(?:(?:that|which)\s+)?(?:should|ought\s+to|were\s+supposed\s+to|were\s+meant\s+to|had\s+to|were\s+due\s+to)\s+(?:have\s+been|be|have\s+gotten)\s+{_DONE}\s+(?:by\s+now|already|before\s+now)(?:,?\s+(?:but|and|yet)\s+(?:are\s*n't|are\s+not|have\s+not\s+been|have\s*n't\s+been|is\s+not|were\s+not)(?:\s+{_DONE})?(?:\s+yet)?)?", " overdue"),
        # Open: not done, and what is said so.
        (rf"(?P<o>\b{_ORDERS}\b(?:(?!\b(?:crew|outages?)\b).)*?)\s+{_NOT}{_DONE}(?:\s+(?:yet|so\s+far|to\s+date))?(?=\W|$)(?!\s+(?:last|this\s+(?:week|month|year)|yesterday|on\s+time|in\s+time|by\s))", r"\g<o> open"),
        (rf"(?P<o>\b{_ORDERS}\b.*?)\s+(?:(?:that|which)\s+)?(?:(?:are|is|still|remain(?:s|ing)?|have|has|sit(?:s|ting)?|yet)\s+)*(?:waiting\s+to\s+be\s+|waiting\s+for\s+being\s+|awaiting\s+|left\s+to\s+be\s+|yet\s+to\s+be\s+|to\s+be\s+still\s+)(?:{_DONE}|completion|closure|closeout)(?=\W|$)", r"\g<o> open"),
        (rf"\b(?:unfinished|incomplete|uncompleted|unclosed|not[\s-]+(?:yet[\s-]+)?(?:finished|completed|closed|done)|still[\s-]+open)\s+(?=(?:\w+\s+){{0,2}}{_ORDERS}\b)", "open "),
        (rf"(?P<o>\b{_ORDERS}\b)\s+(?:(?:that|which)\s+)?(?:(?:are|is|still)\s+)*(?:unfinished|incomplete|uncompleted|unclosed|left\s+open|remain(?:s|ing)?\s+open|still\s+open|in\s+the\s+open\s+state)(?=\W|$)", r"\g<o> open"),
        # Completed, and who did it.
        (rf"\b(?P<o>{_ORDERS})\s+(?:(?:that|which)\s+)?(?:(?:did|have|has|had|were|was|got|get|are|is)\s+)?(?:{_WE}\s+)?(?:(?:have|has|had|been|got|get|gotten|manage(?:d)?\s+to|already)\s+)*{_DONE}(?=\W*$|\s+(?:this|last|in|during|so\s+far|over|on|for|since|yesterday|today|back|the|past|previous|20\d\d|ytd|year|by))", r"\g<o> completed"),
        (rf"\b(?P<o>{_ORDERS})\s+(?:did|have|has)\s+{_WE}\s+(?:do|knock\s+out|get\s+(?:done|through|to)|gotten\s+(?:done|through)|close\s+out|turn\s+out|clear|execute|perform)(?=\W|$)", r"\g<o> completed"),
        # Hours: booked ones and estimated ones.
        (rf"\b(?:man|labou?r|work(?:ing)?|person|crew)[\s-]?hours\s+(?:in\s+(?:all|total)\s+)?(?:(?:that|which)\s+)?(?:(?:did|have|has|were|was|had|got)\s+)?(?:{_WE}\s+)?(?:(?:have|has|had|been)\s+)*(?:put\s+in|recorded|record|log(?:ged)?|book(?:ed)?|charge[d]?|work(?:ed)?|spen[dt]|clock(?:ed)?(?:\s+up)?|enter(?:ed)?|post(?:ed)?|report(?:ed)?|rack(?:ed)?\s+up|register(?:ed)?)(?=\W|$)", "labour hours booked"),
        (rf"\bhours\s+(?:of\s+)?(?:work|labou?r)\s+(?:(?:that|did|have|has|were|was|had)\s+)*(?:{_WE}\s+)?(?:put\s+in|recorded?|log(?:ged)?|book(?:ed)?|charged?|clock(?:ed)?)(?=\W|$)", "labour hours booked"),
        (r"\bhow\s+many\s+hours\s+(?:do\s+(?:we|you|they)\s+(?:figure|think|reckon|expect|estimate|believe|guess)\s+(?:that\s+)?)?(?:it|that|we|they|the\s+crews?)(?:'ll|\s+will|\s+would|\s+should)\s+(?:it\s+|we\s+)?(?:take|need|require|spend)\s+(?:(?:us|them|the\s+crews?)\s+)?(?:to\s+)?(?:get\s+through|work\s+through|finish|clear|complete|do|work\s+off|burn\s+through|knock\s+out|on)\s+(?:all\s+)?(?:the\s+|our\s+)?(?P<what>open\s+(?:work|orders|jobs|work\s+orders))\b", r"estimated hours of the \g<what>"),
        (r"\best\.?\s+(?=(?:hrs|hours|time|labou?r|work)\b)", "estimated "), (r"\bopen\s+wrk\b", "open work"),
        (r"\b(?:how\s+(?:big|large|long)\s+is\s+(?:our|the)\s+)backlog\s+of\s+(?P<o>open\s+(?:work\s+)?orders),?\s+in\s+(?:number|count|units)s?\b", r"how many \g<o>"),
        # Of one thing, and of a place.
        (r"\b(?P<o>(?:work\s+)?orders?|jobs?|tickets?|wos?)\s+(?:(?:that|which|are|is|were|have\s+been)\s+)*(?:associated\s+with|tied\s+to|linked\s+(?:to|with)|related\s+to|raised\s+(?:on|against|for)|attached\s+to|concerning|pertaining\s+to|against|belonging\s+to|logged\s+(?:on|against)|issued\s+for|written\s+(?:up\s+)?(?:on|for|against)|involving|created\s+for|where\s+(?:the\s+)?asset\s*(?:is|=|:)|with\s+asset|asset\s*(?:=|:|is)?)\s+(?=(?:(?:the|transformer|pole|device|asset)\s+)*[A-Za-z]+-?\d)", r"\g<o> for "),
        (r"\b(?:in|at|for|of|on|around|across)\s+(?P<t>(?:sub|substation|ss|feeder|fdr)\s*#?\s*\d+|SUB-\d+|F\d+)(?:'s)?\s+(?:area|territory|zone|patch|district|region|part\s+of\s+town|neck\s+of\s+the\s+woods|footprint|service\s+area)\b", r"on \g<t>"),
    ),
)  # fmt: skip
