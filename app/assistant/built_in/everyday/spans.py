"""Spans and what grows beside them, and inspections: asked as a trimmer, an inspector or a newcomer asks."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import named, turns

_SPAN: Final = r"(?:(?:line\s+section|section|segment|span)\s*#?\s*)?SEG-?\d[\d-]*"
_BRANCH: Final = r"(?:trees?|branch(?:es)?|limbs?|leaves|canop(?:y|ies)|vegetation|foliage)"
_WIRE: Final = r"(?:(?:power\s+)?lines?|wires?|conductors?|spans?)"
_SPANS: Final = r"(?:spans?|line\s+sections?|sections?|segments?|stretch(?:es)?)"
_GREW: Final = r"(?:grow(?:s|ing)?|shoot(?:s|ing)?\s+up)"
_PER_YEAR: Final = (
    r"\s*(?:m(?:et(?:er|re)s?)?)?\s*(?:(?:per|a|an|each|every)\s+(?:year|yr)|/\s*(?:year|yr)|yearly|annually)"
)
_LATELY: Final = r"(?:last|latest|most\s+recent(?:ly)?|newest)"
_INSPECTION: Final = r"(?:inspection|insp|check(?:-?up)?)"
_ASSET: Final = r"(?:(?:transformer|tx|xfmr|pole)\s*#?\s*)?(?:(?:TX|P)-?\d[\d-]*|(?<=[a-z]\s)\d+(?:-\d+)?)"
_PART: Final = r"(?:how\s+(?:many|much)|what|which)"
_FOR: Final = r"(?:,?\s*(?:of|for|at|on|by|,)?\s*(?:the\s+)?)"

OF_ONE_SPAN: Final = turns(
    r"SEG-?\d",
    (
        named(pattern, plain, _SPAN)
        for pattern, plain in (
            (r"^\W*@\s+(?:veg(?:etation)?|tree)\s+risk\s+(?:score|points?|number|index)\W*$|^\W*(?:(?:please\s+)?(?:tell|give)\s+me\s+)?(?:the\s+)?(?:tree|vegetation|veg)\s+risk\s+(?:score|points?|index)\s+(?:of|for|at|on)\s+@\W*$", "vegetation risk of @"),
            (r"^\W*how\s+(?:much\s+of\s+)?an?\s+(?:big\s+an?\s+)?(?:danger|threat|risk|hazard)\s+(?:is|are)\s+the\s+(?:trees?|branches|vegetation)\s+(?:to|for|at|on)\s+@(?:,?\s*out\s+of\s+(?:100|a\s+hundred))?\W*$", "vegetation risk of @"),
            (r"^\W*how\s+(?:much\s+of\s+a\s+danger|dangerous|risky)\s+(?:is|are)\s+the\s+(?:trees?|branches|vegetation)\s+(?:to|for|at|on|near|by|along|beside)\s+@(?:,?\s*(?:out\s+of\s+(?:100|a\s+hundred)|as\s+a\s+number))?\W*$", "vegetation risk of @"),
            (r"^\W*is\s+the\s+(?:vegetation|tree)\s+(?:danger|risk|hazard|level)\s+(?:on|of|at|for|along)\s+@\s+(?:low|moderate|high|critical)(?:\s*,\s*(?:low|moderate|medium|high|critical))*\s*,?\s*or\s+(?:low|moderate|medium|high|critical)\W*$", "vegetation level of @"),
            (r"^\W*(?:what\s+is\s+the\s+)?(?:vegetation|tree)\s+(?:risk|danger)\s+(?:category|class|band|grade|rating)\s*(?:,|of|for|at|on)\s*@\W*$|^\W*(?:what|which)\s+(?:vegetation\s+|tree\s+)?risk\s+(?:category|class|band|grade|level)\s+is\s+@\s+in(?:\s+for\s+(?:vegetation|trees))?\W*$|^\W*how\s+bad\s+are\s+the\s+trees\s+(?:along|at|by|on|beside|near)\s+@,?\s*(?:what|which)\s+(?:class|level|grade|category|band)(?:\s+of\s+(?:danger|risk))?\W*$", "vegetation level of @"),
            (rf"^\W*how\s+(?:close|near)\s+(?:do|does|is|are|have|has)?\s*(?:the\s+)?(?:nearest\s+|closest\s+)?{_BRANCH}\s+(?:come|comes|get|gets|reach|reaches|grown)?\s*(?:to\s+)?(?:the\s+)?(?:{_WIRE}\s+)?(?:at|on|of|along|for|to)?\s*@\W*$", "tree clearance of @"),
            (rf"^\W*how\s+many\s+(?:m|meters|metres)\s+(?:of\s+(?:air|room|space|distance|clearance)\s+)?(?:are\s+|is\s+)?(?:there\s+)?between\s+(?:the\s+)?{_BRANCH}\s+and\s+(?:the\s+)?@\W*$|^\W*(?:what\s+is\s+)?(?:the\s+)?(?:actual\s+|present\s+|current\s+)?(?:distance|gap|clearance|space)\s+between\s+(?:the\s+)?{_BRANCH}\s+and\s+(?:the\s+)?{_WIRE}\s*(?:,|on|at|of|for)\s*@\W*$", "tree clearance of @"),
            (r"^\W*@\s+min(?:imum)?\.?\s+clearance(?:\s+(?:reqd|req'?d|required|needed))?\W*$|^\W*how\s+much\s+(?:tree\s+)?clearance\s+(?:must|should|do|have)\s+we\s+(?:have\s+to\s+|to\s+)?(?:keep|maintain|hold)\s+(?:at|on|for|along)\s+@\W*$|^\W*(?:mandated|prescribed|mandatory|obligatory|legal|regulatory|specified)\s+(?:vegetation\s+|tree\s+)?clearance(?:\s+in\s+m(?:et(?:er|re)s)?)?\s*(?:,|of|for|at|on)\s*@\W*$", "required clearance of @"),
            (rf"^\W*how\s+far\s+(?:away\s+)?(?:do|must|should|have)\s+(?:the\s+)?{_BRANCH}\s+(?:have\s+to\s+|to\s+)?(?:stay|be|keep|remain|kept)\s+(?:away\s+)?from\s+@(?:\s+by\s+(?:the\s+)?(?:rules?|standards?|code|regulations?))?\W*$|^\W*what\s+(?:tree\s+|vegetation\s+)?clearance\s+(?:does|do)\s+the\s+(?:standard|rules?|code|regulations?)\s+(?:demand|require|prescribe|ask|want)(?:\s+for|\s+at)?\s+@\W*$", "required clearance of @"),
            (r"^\W*@\s+(?:yrs|years)\s+(?:until|till|to|before)\s+(?:the\s+)?(?:next\s+)?(?:trim(?:ming)?|cut(?:ting)?)\W*$|^\W*when\s+(?:do|will|must|should)\s+(?:we|they)\s+(?:have\s+to\s+|need\s+to\s+)?(?:cut|trim|prune)(?:\s+back)?\s+(?:the\s+)?(?:trees?|branches|vegetation)\s+(?:at|on|by|along|beside|near|of)\s+@\W*$|^\W*time\s+(?:left|remaining)\s+(?:before|until|till)\s+(?:the\s+)?(?:next\s+)?(?:trim(?:ming)?|cut(?:ting)?)\s*(?:,|of|for|at|on)\s*@\W*$|^\W*how\s+long\s+can\s+we\s+wait\s+(?:before|until|till)\s+(?:sending|we\s+send|we\s+have\s+to\s+send)\s+the\s+(?:tree\s+)?(?:cutters|crew|trimmers|tree\s+crew)\s+to\s+@\W*$|^\W*in\s+how\s+many\s+years\s+(?:is|will)\s+@\s+(?:be\s+)?due\s+(?:for\s+)?(?:an?\s+|its\s+)?(?:next\s+)?(?:trim(?:ming)?|cut(?:ting)?|to\s+be\s+trimmed)\W*$", "time to trim @"),
            (r"^\W*when\s+(?:did\s+(?:some(?:one|body)|any(?:one|body)|we|they)\s+last\s+|was\s+last\s+)survey(?:ed)?\s+(?:the\s+)?(?:vegetation|trees?)\s+(?:at|of|on|along|by|beside)\s+@\W*$|^\W*when\s+was\s+the\s+(?:last|latest|most\s+recent)\s+(?:vegetation|tree)\s+survey\s+(?:near|at|of|along|on|by)\s+@\W*$|^\W*when\s+was\s+@\s+last\s+(?:looked\s+at|checked|flown|scanned)\s+for\s+(?:vegetation|trees)\W*$|^\W*how\s+(?:recent|old|fresh)\s+is\s+(?:our|the)\s+(?:look\s+at|survey\s+of|data\s+on|view\s+of)\s+(?:the\s+)?(?:trees|vegetation)\s+(?:beside|along|at|of|by|on|near)\s+@\W*$", "when was the vegetation of @ surveyed"),
            (r"^\W*(?:vegetation|tree|veg)\s+height(?:\s+in\s+m(?:et(?:er|re)s)?)?\s*(?:,|of|for|at|on)\s*@\W*$|^\W*how\s+(?:high|tall)\s+(?:has|have|is|are)\s+the\s+trees?\s+(?:by|at|beside|near|along|next\s+to|on|of)\s+@(?:\s+grown)?\W*$", "tree height of @"),
            (r"^\W*(?:vegetation|tree|veg)\s+growth(?:\s+rate)?(?:\s+in\s+m(?:et(?:er|re)s)?\s*(?:per|a|/)\s*(?:year|yr))?\s*(?:,|of|for|at|on)\s*@\W*$|^\W*(?:by\s+)?how\s+(?:much|fast)\s+(?:does|do|is|are)\s+the\s+trees?\s+(?:at|by|beside|near|along|on|of)\s+@\s+(?:shoot(?:ing)?\s+up|grow(?:ing)?)(?:\s+(?:each|every|a|per)\s+year)?\W*$|^\W*what\s+(?:yearly|annual)\s+growth\s+(?:is|do\s+we)\s+(?:assumed?|expected?|reckoned)\s+(?:with\s+)?(?:for|of|at)\s+the\s+trees?\s+(?:beside|at|by|near|along|on|of)\s+@\W*$", "tree growth of @"),
            (r"^\W*@\s+trunk\s+dist(?:ance)?\.?\W*$|^\W*how\s+far\s+from\s+the\s+(?:line|wire|conductor)\s+(?:does|do|is)\s+the\s+(?:tree\s+)?(?:trunk|stem)\s+(?:stand\s+)?(?:at|of|by|on|beside)\s+@\W*$|^\W*(?:the\s+)?(?:horizontal\s+)?distance\s+(?:from\s+)?(?:trunk|stem)\s+to\s+(?:the\s+)?(?:conductor|line|wire)\s*(?:,|of|for|at|on)\s*@\W*$|^\W*how\s+many\s+(?:m|meters|metres)\s+(?:away\s+)?from\s+the\s+(?:wire|line|conductor)\s+(?:is|does)\s+the\s+(?:tree|trunk|stem)\s+(?:rooted|planted|standing|stand)\s+(?:at|by|of|on|beside)\s+@\W*$|^\W*(?:the\s+)?distance\s+of\s+the\s+(?:stem|trunk)\s+(?:from|to)\s+@(?:,?\s*please)?\W*$", "trunk distance of @"),
            (r"^\W*@\s+cust(?:omer)?s?\s+out\s+on\s+an?\s+fault\W*$|^\W*customers\s+(?:interrupted|hit|affected|lost)\s+by\s+an?\s+fault\s+(?:of|on|at)\s+@\W*$", "how many customers affected if @ fails"),
        )
    ),
)  # fmt: skip
"""What grows beside one span."""

_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

OF_SPANS: Final = turns(
    r"\bspans?\b|\btrees?\b|\bveg\b|\btree|vegetation|\btrim|branch|\bleaves\b|\bwires?\b",
    (
        (rf"\b(?:line\s+sections?|sections?|segments?|stretch(?:es)?(?:\s+of\s+(?:wire|line))?|lengths\s+of\s+wire)(?=.*\b(?:{_BRANCH}|veg|trim\w*|cleared\s+of|cut(?:ting)?)\b)(?!\s+(?:of\s+)?(?:feeder|fdr)\s+\d+\s+is\b)", "spans"),
        (r"\bstretch(?:es)?\s+of\s+(?:wire|line)(?=.*\b(?:homes|customers|houses)\b)", "spans"),
        (r"\bspans\s+of\s+(?=(?:feeder|fdr|sub|substation|F\d|SUB)\b)", "spans on "), (r"\bspan\s+of\s+line\b", "span"),
        (r"\bwire\s+between\s+(?:two\s+|the\s+)?poles\s+(?P<w>the\s+longest|the\s+shortest|more\s+than|less\s+than|longer\s+than|over)", r"spans \g<w>"),
        (r"\b(?P<of>(?:vegetation|veg|tree)\s+)risk\s+(?:score|points?|index|value)s?\b", "vegetation risk"), (r"\btree\s+danger\b", "vegetation risk"),
        (r"\b(?:are|is)\s+(?:the\s+)?most\s+(?:endangered|threatened|at\s+risk)\s+(?:by|from)\s+(?:the\s+)?(?:trees?|vegetation|branches)\b", "have the highest vegetation risk"),
        (rf"\b(?:where|on\s+which\s+spans)\s+are\s+(?:the\s+)?trees\s+most\s+likely\s+to\s+(?:bring\s+down|take\s+down|hit|fall\s+(?:on|into|onto)|knock\s+down)\s+(?:our\s+|the\s+)?{_WIRE}\b", "which spans have the highest vegetation risk"),
        (r"\bat\s+more\s+than\s+(?P<n>\d+)\s+out\s+of\s+(?:100|a\s+hundred)\s+(?:for|in|of|on)\s+vegetation\s+risk\b", r"with vegetation risk above \g<n>"),
        # When to trim.
        (r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten)(?=\s+(?:m|meters|metres|years?)\b)", lambda m: str(_NUMBERS.index(m["n"].lower()) + 2)),
        (r"\bspans\s+due\s+for\s+(?:an?\s+)?trim(?:ming)?\s+soonest\b", "spans by time to trim"), (r"\bspans\s+by\s+(?:time\s+left\s+(?:until|till|before)\s+(?:the\s+)?(?:next\s+)?trim(?:ming)?|when\s+they\s+(?:must|have\s+to|need\s+to|should)\s+be\s+trimmed|(?:trim(?:ming)?\s+)?due\s+date)\b", "spans by time to trim"),
        (r"\bspans\b(?P<on>.*?)\s+by\s+when\s+they\s+(?:must|have\s+to|need\s+to|should)\s+be\s+(?:trimmed|cut)\b", r"spans\g<on> by time to trim"), (r"^\W*(?:the\s+)?(?:next\s+)?(?P<n>\d+)\s+spans\s+by\s+time\s+to\s+trim\b", r"\g<n> spans to trim soonest"),
        (r"\b(?:have|has|need|needs)\s+to\s+be\s+(?:cut\s+back|trimmed|pruned)\s+(?:first|soonest|earliest)\b", "by time to trim"),
        (r"^\W*where\s+on\s+(?P<on>.+?)\s+do\s+the\s+tree\s+(?:cutters|trimmers)\s+(?:have|need)\s+to\s+go\s+(?:next|first)\W*$", r"spans by time to trim on \g<on>"),
        (r"\b(?P<v>need|needs|require|must)\s+(?:be\s+)?(?:cutting|cut)\s+back\s+(?:with)?in\s+(?:the\s+next\s+)?(?=\d)", "to trim within "), (r"\bmust\s+be\s+cleared\s+of\s+(?:branches|trees|vegetation)\s+(?=within)", "to trim "),
        (r"\bdue\s+for\s+trimming\s+inside\s+(?=\d|twelve)", "due for trimming within "),
        (r"\b(?P<w>trim(?:ming)?\s+(?:with)?in)\s+(?:12|twelve)\s+months\b", r"\g<w> 1 year"),
        # How close.
        (r"\b(?:tightest|smallest|least|lowest)\s+(?:tree|vegetation|branch)\s+clearance\s+spans?\b", "spans with the lowest clearance"), (r"\btightest\s+(?=(?:tree\s+)?clearance)", "lowest "),
        (rf"^\W*(?:on\s+which\s+spans(?P<o>\s+(?:of|on|at)\s+.+?)|where)\s+are\s+(?:the\s+)?{_BRANCH}\s+(?:closest|nearest|(?:nearly|almost)\s+touching)\s*(?:to\s+)?(?:the\s+)?{_WIRE}(?P<on>\s+(?:of|on|at)\s+.+?)?\W*$", r"spans with the lowest clearance \g<o>\g<on>"),
        (rf"^\W*where\s+do\s+(?:the\s+)?{_BRANCH}\s+(?:come|get|grow|reach)\s+(?:the\s+)?(?:closest|nearest)\s+to\s+(?:the\s+|our\s+)?{_WIRE}(?P<on>\s+(?:of|on|at)\s+.+?)?\W*$", r"spans with the lowest clearance\g<on>"),
        (rf"\bby\s+(?:m|meters|metres)\s+of\s+clearance\s+to\s+(?:the\s+)?{_BRANCH}(?:,?\s*smallest\s+first)?", "by clearance"),
        (rf"\b(?:have|has|with)\s+(?:the\s+)?{_BRANCH}\s+(?:closer|nearer)\s+(?:to\s+(?:the\s+)?{_WIRE}\s+)?than\s+(?=\d)", "with clearance below "),
        (rf"^\W*where\s+on\s+(?P<on>.+?)\s+is\s+there\s+less\s+than\s+(?P<n>[\d.]+\s*m\w*)\s+between\s+(?:the\s+)?{_BRANCH}\s+and\s+(?:the\s+)?{_WIRE}\W*$", r"spans with clearance below \g<n> on \g<on>"),
        # Who would be out.
        (r"\bspans\s+by\s+cust(?:omer)?s\s+(?:hit|interrupted|affected|lost|out)\s+(?:by|on|for|in)\s+a\s+fault\b", "spans with the most customers behind"),
        (r"\bspans?\b(?P<on>.*?)\s+(?:would|will)\s+(?:put|leave|throw|black\s+out)\s+the\s+most\s+(?:customers|homes|people|houses)\s*(?:out|dark|in\s+the\s+dark|without\s+power)?(?:\s+if\s+(?:it|they)\s+(?:faulted|failed|came\s+down|tripped))?\W*$", r"span with the most customers behind \g<on>"),
        (r"\bspans\s+with\s+(?P<n>>\s*\d+|more\s+than\s+\d+|over\s+\d+)\s+(?:custs|customers)\s+behind\s+a\s+fault\b", r"spans with \g<n> customers behind"),
        (r"\bspans\b(?P<on>.*?)\s+whose\s+(?:fault|failure)\s+(?:would|could|might)\s+(?:hit|affect|interrupt|cut\s+off)\s+(?P<n>(?:more\s+than|over|fewer\s+than|less\s+than)\s+\d+)\s+customers\b", r"spans with \g<n> customers behind \g<on>"),
        (r"\bspans\b(?P<on>.*?)\s+(?:would|could)\s+black\s+out\s+(?P<n>(?:more\s+than|over)\s+\d+)\s+(?:homes|customers|houses)\b", r"spans with \g<n> customers behind \g<on>"),
        # How tall, how fast.
        (rf"^\W*where\s+are\s+the\s+(?:biggest|tallest|highest|largest)\s+trees\s+(?:(?:along|beside|by|next\s+to|near)\s+(?:the\s+|our\s+)?{_WIRE}\s+)?(?=of|on|at)", "spans with the tallest tree "),
        (r"^\W*(?:beside|along|next\s+to|near)\s+(?P<which>which|how\s+many)\s+spans(?P<on>\s+(?:of|on|at|in)\s+.+?)\s+do\s+(?:the\s+)?(?:highest|tallest|biggest)\s+trees\s+(?:stand|grow)\W*$", r"\g<which> spans\g<on> have the tallest tree"),
        (r"^\W*(?:beside|along|next\s+to|near)\s+how\s+many\s+spans(?P<on>\s+(?:of|on|at|in)\s+.+?)\s+do\s+trees\s+(?:stand|grow)\s+(?:taller|higher)\s+than\s+(?P<n>\d+\s*\w+)\W*$", r"how many spans\g<on> with tree height above \g<n>"),
        (r"\bby\s+(?:the\s+)?height\s+of\s+the\s+trees?\s+(?:next\s+to|beside|along|near)\s+(?:them|it)\b", "by tree height"),
        (r"\b(?:beside|along|next\s+to|near)\s+trees\s+(?:of\s+)?(?:more\s+than|over|above)\s+(?P<n>\d+\s*m\w*)(?:\s+(?:high|tall))?(?=\W*$)", r"with tree height above \g<n>"),
        (r"\b(?:with|have|has)\s+trees\s*(?:>|over|above|higher\s+than|taller\s+than|more\s+than)\s*(?P<n>\d+\s*m\w*)(?:\s+(?:high|tall))?(?:\s+(?:next\s+to|beside|near)\s+them)?", r"with tree height above \g<n>"),
        (r"\bfastest[\s-]+growing\s+(?:veg(?:etation)?|trees?)\s+by\s+span\b|\b(?:along|beside|at)\s+which\s+spans(?P<on>\s+(?:of|on|at|in)\s+.+?)\s+do\s+(?:the\s+)?trees\s+grow\s+(?:the\s+)?(?:quickest|fastest|most)\b", r"spans by tree growth \g<on>"),
        (rf"^\W*where\s+on\s+(?P<on>.+?)\s+do\s+(?:the\s+)?trees\s+{_GREW}\s+(?:the\s+)?(?:quickest|fastest|most)\W*$", r"spans by tree growth on \g<on>"),
        (r"\b(?:tree|vegetation)\s+growth(?:\s+rate)?\s+in\s+m(?:et(?:er|re)s)?\s*(?:per|a|/)\s*(?:year|yr)\b|\b(?:yearly|annual)\s+(?:tree|vegetation)\s+growth\b", "tree growth"), (r"(?P<g>\bby\s+tree\s+growth)\s*,?\s*highest\s+first", r"\g<g>"),
        (rf"\b(?:with|,)?\s*(?:tree\s+|vegetation\s+)?growth(?:\s+rate)?\s*(?P<c><|>|below|above|over|under|less\s+than|more\s+than)\s*(?P<n>[\d.]+){_PER_YEAR}", lambda m: f" with tree growth {'below' if m['c'][0].lower() in '<bul' else 'above'} {m['n']}"),
        (rf"\b(?:(?:have\s+trees|where\s+(?:the\s+)?(?:trees|vegetation))\s+(?:that\s+)?|(?P<do>do\s+trees\s+)){_GREW}\s+(?:faster\s+than|more\s+than|over|quicker\s+than)\s+(?P<n>[\d.]+|an?(?=\s+m)){_PER_YEAR}", lambda m: f"with tree growth above {'1' if m['n'][0] in 'aA' else m['n']}"),
        (r"^\W*(?:along|beside|at)\s+which\s+(?=spans\b)", "which "),
        # How long it is in all.
        (r"\b(?:how\s+many\s+km\s+of\s+line|km)\s+(?:need|needs|have|has|are\s+due)?\s*(?:for\s+|to\s+(?:be\s+)?)?trim(?:ming|med)?\s+within\s+(?:1|one|a)\s+year\b", "km of line due trimming within year"),
    ),
)  # fmt: skip
"""Spans by what grows beside them; how much of a word of their own is told by the tools."""

OF_INSPECTIONS: Final = turns(
    r"inspect|\binsp\b|check|looked|look\s+at|strength|strong|\bcondition\b|attention",
    (
        *(
            named(pattern, plain, _ASSET)
            for pattern, plain in (
                (r"^\W*how\s+long\s+ago\s+did\s+(?:our\s+people|some(?:one|body)|any(?:one|body)|we|they|a\s+crew)\s+(?:last\s+)?(?:check(?:\s+on)?|inspect|look\s+at)\s+@\W*$|^\W*(?:(?:please\s+)?give\s+me\s+)?(?:the\s+)?(?:day|date)\s+@\s+was\s+(?:most\s+recently|last)\s+(?:inspected|checked)\W*$", "when was @ last inspected"),
                (rf"^\W*how\s+did\s+the\s+{_LATELY}\s+{_INSPECTION}\s+of\s+@\s+(?:turn(?:ed)?\s+out|come\s+out|go|end)\W*$|^\W*did\s+@\s+pass\s+(?:its|the)\s+{_LATELY}\s+{_INSPECTION}\W*$|^\W*what\s+came\s+(?:out\s+)?of\s+the\s+{_LATELY}\s+{_INSPECTION}\s+(?:of|on|at)\s+@\W*$|^\W*what\s+(?:was|is)\s+the\s+(?:result|outcome)\s+when\s+@\s+was\s+(?:last|most\s+recently)\s+(?:inspected|checked)\W*$", "result of the last inspection of @"),
                (rf"^\W*@\s+cond(?:ition)?\s+(?:pts|points|score|marks?)\s+at\s+(?:the\s+|its\s+)?{_LATELY}\s+{_INSPECTION}\W*$|^\W*what\s+condition\s+(?:score|mark|grade|rating)\s+did\s+the\s+inspector\s+give\s+(?:to\s+)?@\W*$|^\W*what\s+(?:mark|score|grade|rating)\s+did\s+@\s+(?:get|receive|have)\s+for\s+(?:its\s+)?condition\s+(?:the\s+last\s+time\s+it\s+was|when\s+it\s+was\s+last)\s+(?:looked\s+at|inspected|checked)\W*$|^\W*how\s+many\s+points\s+for\s+condition\s+did\s+@\s+(?:receive|get|score)\s+(?:at|in|on)\s+(?:its|the)\s+{_LATELY}\s+{_INSPECTION}\W*$", "condition score of the last inspection of @"),
                (rf"^\W*@\s+(?:rem(?:aining|\.)?|residual)\s+strength\W*$|^\W*what\s+percent(?:age)?\s+of\s+its\s+(?:original|initial|new)\s+strength\s+does\s+@\s+(?:still\s+)?(?:have|hold|keep)(?:\s+left)?\W*$|^\W*(?:residual|remaining)\s+strength(?:\s+in\s+(?:percent|%))?\s+at\s+(?:the\s+|its\s+)?{_LATELY}\s+{_INSPECTION}\s*(?:,|of|for)\s*@\W*$|^\W*how\s+strong\s+is\s+@\s+(?:still\s+)?(?:compared\s+(?:with|to)|against)\s+(?:a\s+)?new(?:\s+one)?\W*$|^\W*how\s+much\s+strength\s+(?:was\s+)?left\s+in\s+@\s+when\s+(?:it\s+was\s+)?last\s+(?:tested|inspected|checked)\W*$|^\W*how\s+much\s+strength\s+was\s+left\s+in\s+@\s+when\s+(?:it\s+was\s+)?last\s+(?:tested|inspected|checked)\W*$", "inspected strength of @"),
                (rf"^\W*what\s+did\s+the\s+inspector\s+(?:write|note|remark|say)(?:\s+down)?\s+(?:about|of|on)\s+@\W*$|^\W*(?:the\s+)?(?:comments?|remarks?|notes?)\s+(?:recorded\s+|made\s+|written\s+)?(?:at|from|of|in)\s+the\s+{_LATELY}\s+{_INSPECTION}\s*(?:,|of|for)\s*@\W*$|^\W*any\s+(?:remarks?|notes?|comments?)\s+from\s+the\s+last\s+time\s+(?:some(?:one|body)|any(?:one|body)|we|they)\s+(?:checked|inspected|looked\s+at)\s+@\W*$|^\W*(?:(?:please\s+)?(?:read|tell|give|show)\s+(?:me\s+)?)?the\s+(?:notes?|remarks?|comments?)\s+of\s+@(?:'s)?\s+{_LATELY}\s+{_INSPECTION}\W*$", "inspection note of @"),
                (r"^\W*every\s+time\s+@\s+(?:was|has\s+been|got)\s+(?:inspected|checked|looked\s+at)(?:,?\s*please)?(?:,?\s*(?:the\s+)?(?:newest|latest)\s+first)?\W*$|^\W*(?:past|previous|earlier|former|all)\s+(?:the\s+)?(?:checks|inspections)\s+(?:of|on|for)\s+@\W*$|^\W*(?:list\s+)?(?:all\s+)?(?:the\s+)?inspections\s+(?:(?:that\s+)?we\s+have\s+)?on\s+(?:file|record)\s+(?:for|of|on)\s+@\W*$", "inspection history of @"),
            )
        ),
        # Of a place.
        (r"\binsps\b", "inspections"),
        (r"\b(?P<k>transformers?|poles?)\s+inspections\s+(?:(?:that\s+)?(?:were|was|have\s+been|we)\s+)?(?:carried\s+out|done|made|completed|conducted|performed)\b", r"\g<k> inspections"),
        (r"\bhow\s+many\s+inspections\s+(?:did|have)\s+(?:we|they|our\s+people)\s+(?:carry\s+out|carried\s+out|do|done|make|made|conduct(?:ed)?|perform(?:ed)?)\s+(?=(?:per|by|each|every|in)\b)", "how many inspections "),
        (r"\bhow\s+many\s+checks\s+(?:on|of)\s+(?:the\s+|our\s+)?equipment\s+(?:were\s+)?(?:done|made|carried\s+out)\s+at\s+each\s+(?P<k>substation|feeder)\b", r"how many inspections by \g<k>"),
        (r"^\W*(?:break\s+down|split)\s+(?:the\s+)?(?P<i>(?:transformer\s+|pole\s+)?inspections\b.*?)\s+by\s+what\s+they\s+found\b", r"\g<i> by result"),
        (r"\bhas\s+nobody\s+ever\s+(?:looked\s+at|inspected|checked)\b", "never inspected"),
        (r"\b(?P<n>how\s+many|what\s+percent(?:age)?\s+of|which)\s+(?P<k>poles|transformers|assets)\s+(?:did|has|have)\s+nobody\s+(?:ever\s+)?(?:look(?:ed)?\s+at|inspect(?:ed)?|check(?:ed)?|get\s+around\s+to\s+(?:checking|inspecting|looking\s+at))(?=\s+(?:this|last|in)\b)", r"\g<n> \g<k> not inspected"),
        (r"\bnot\s+checked\s+since\b", "not inspected since"), (r"\b(?P<k>poles|transformers)(?P<on>\s+(?:of|on|at|in)\s+\S+(?:\s+\d+)?)?\s+(?:that\s+|which\s+)?(?:have|were|has)\s+not\s+(?:been\s+)?(?:checked|inspected|looked\s+at)\s+(?=since|in|this|last|for)", r"\g<k> not inspected\g<on> "),
        (r"\b(?P<k>poles|transformers)(?P<on>\s+(?:on|of|at|in)\s+\S+(?:\s+\d+)?)?\s+whose\s+(?:latest|last|most\s+recent)\s+inspection\s+(?:found|rated|graded)\s+(?:them|it)\s+(?P<f>poor|fair|good)\b", r"\g<k> found \g<f> at the last inspection \g<on>"),
        (r"\b(?P<k>poles|transformers)(?P<on>\s+(?:on|of|at|in)\s+\S+(?:\s+\d+)?)?\s+whose\s+(?:latest|last|most\s+recent)\s+inspection\s+said\s+(?:they\s+(?:must|should|have\s+to)\s+be\s+)?replaced?\b", r"\g<k> that need replacement by inspection\g<on>"),
        # How much of it.
        (r"^\W*what\s+(?:percent(?:age)?|share)\s+of\s+(?:the\s+|our\s+)?(?P<k>poles|transformers)(?P<on>\s+(?:on|of|at|in)\s+\S+(?:\s+\d+)?)?\s+(?:were|was|got|have\s+been)\s+(?:looked\s+at|checked)\s+(?=this|last|in)", r"percent of \g<k>\g<on> inspected "),
        (r"^\W*inspection\s+coverage\s+(?:rate|ratio|level)?\s*(?:in\s+(?:percent|%))?\s*,?\s*(?:of\s+)?(?P<k>poles|transformers)\b", r"percent of \g<k> inspected"),
        (r"\bwhat\s+(?:part|share)\s+of\s+(?:our|the)\s+(?P<k>poles|transformers)\s+(?:has|have)\s+been\s+(?:looked\s+at|inspected|checked)\s+(?:so\s+far\s+)?(?P<p>this\s+\w+|in\s+\d{4}|last\s+\w+),?\s*(?:percentage(?:[\s-]wise)?|in\s+percent)?\W*$", r"percent of \g<k> inspected \g<p>"),
        (r"\b(?P<q>(?:what\s+percent(?:age)?|what\s+share)\s+of\s+(?:the\s+|our\s+)?(?:transformers|poles|assets)(?:\s+(?:on|of|at)\s+\S+)?)\s+(?:has|have)\s+ever\s+been\s+inspected\b", r"\g<q> inspected"),
        (r"^\W*(?:the\s+)?count\s+of\s+(?P<k>transformers|poles)\s+(?:that\s+)?have\s+ever\s+(?:had\s+an\s+inspection|been\s+(?:inspected|checked))\b", r"number inspected of \g<k>"),
        (r"^\W*how\s+many\s+of\s+(?:the|our)\s+(?P<k>transformers|poles)\s+(?:got|were|have\s+been)\s+(?:looked\s+at|inspected|checked)\s+at\s+least\s+once\b", r"number inspected of \g<k>"),
        (r"^\W*(?:no\.?|nr\.?|number)\s+of\s+(?P<k>poles|transformers)\s+inspected\s+out\s+of\s+all\b", r"number inspected of \g<k>"),
        (r"^\W*of\s+(?P<on>(?:sub|feeder|fdr)\s*\d+)'s\s+(?P<k>transformers|poles),?\s*how\s+many\s+have\s+been\s+(?:covered\s+by\s+(?:an\s+)?inspection|inspected|checked)\b", r"number inspected of \g<k> on \g<on>"),
        (r"^\W*(?:the\s+)?number\s+of\s+(?:distinct|different|individual)\s+assets\s+inspected\b", "number inspected of assets"),
        (r"^\W*how\s+many\s+of\s+(?P<on>(?:sub|feeder|fdr)\s*\d+)'s\s+(?P<k>transformers|poles)\s+were\s+missed\s+by\s+(?P<p>last\s+year|this\s+year)'s\s+inspections\W*$", r"number not inspected of \g<k> on \g<on> \g<p>"),
        (r"^\W*of\s+the\s+(?P<k>transformers|poles)\s+(?P<on>on\s+[\w-]+(?:\s+\d+)?),?\s*how\s+many\s+(?:have|has|did|were|had)\s+not\s+(?:had\s+an\s+inspection|been\s+inspected|have\s+an\s+inspection|inspected)\b", r"number not inspected of \g<k> \g<on>"),
    ),
)  # fmt: skip
"""Inspections of one thing and of a place."""
