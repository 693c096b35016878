"""Rules and procedures in everyday words: who may, how far, how soon, when something counts as something."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_MUST: Final = r"(?:must|should|shall|do|does|has\s+to|have\s+to|need\s+to|needs\s+to|ought\s+to|can|may|is|are)"
_DOWN: Final = (
    r"(?:lying|laying|lies|down|fallen|hanging|that\s+(?:has\s+)?(?:fell|fallen|lies|is\s+(?:lying|down|on)))"
)
OF_DOCUMENTS: Final = turns(
    r"must|should|allowed|\bmay\b|when\b|how\s|within|who\b|\bmax|\bfar\b|owe|rule|lightning|\block\b|wire",
    (
        (rf"\b(?:a\s+|the\s+|any\s+)?(?:(?:live|power|electric)\s+)?(?:wires?|power\s*lines?|conductors?|cables?|lines?)\s+{_DOWN}\s*(?:on|to)\s+(?:the\s+)?(?:ground|road|street|floor|pavement|earth)(?=\W|$)", "a downed wire"),
        (r"\b(?:a\s+|the\s+)?(?:by-?standers?|on-?lookers?|passers?-?by|pedestrians?|the\s+(?:general\s+)?public|children|kids|neighbours?|neighbors?)\b(?=.*\b(?:wire|line|far|away|close|distance)\b)", "people"),
        (rf"\bhow\s+(?:far|close)\s+(?P<m>{_MUST})\s+(?:people|anybody|one|somebody|we|i)\s+(?:keep|stay|stand|remain|be|go|come|get)\s*(?:away|back|clear|off|near|close)?\s*(?:from|to)\s+a\s+downed\s+wire", "how far from a downed wire must people stay"),
        # what is about, and the rule for it
        (r"^\W*(?:i(?:'ve|\s+have)?(?:\s+got)?|we(?:'ve|\s+have)?(?:\s+got)?|there(?:'s|\s+is|\s+are)?)\s+(?P<w>lightning|thunder(?:storms?)?|wind|high\s+winds?|heat)\s+(?:about|around|nearby|close\s+by|in\s+the\s+area|coming|here|near\s+us)\s*[.!,;:-]+\s*(?:so\s+)?(?P<q>\S.*?)[?.!\s]*$", r"\g<q> for \g<w>?"),
        (r"\bwhen\s+(?:do|must|should)\s+(?:we|i|crews|they)\s+(?:have\s+to\s+|need\s+to\s+)?stop\s+(?P<x>live[\s-]?line\s+work|work(?:ing)?|work\s+on\s+energized\s+lines)\b\s*,?\s*(?:and\s+when\s+(?:may|can|do|should|could)\s+(?:we|i|they)\s+(?:start|begin|resume|go\s+on|carry\s+on|continue)(?:\s+(?:again|back\s+up|work))*)?", r"when must \g<x> stop and begin again"),
        # what counts as what
        (r"^\W*when\s+(?:is|does|do|would)\s+(?:it|this|that|something|they|one|we)\s+(?:(?:count|qualify|classify|rank)\s+as\s+|become\s+|be\s+called\s+|called\s+|considered\s+|turn\s+into\s+|call\s+(?:it|this|that)\s+|speak\s+of\s+)?(?P<x>an?\s+[\w\s-]+?)\W*$", r"what is \g<x>"),
        # how soon
        (r"^\W*(?:within\s+(?:what|which|how\s+much)\s+(?:time|period)|by\s+when|how\s+(?:soon|quickly|fast|long))\s+(?:do|must|should|are)\s+(?:we|they|you)\s+(?:owe|have\s+to\s+(?:give|tell|send)|need\s+to\s+(?:give|tell|send)|give|tell|send|supposed\s+to\s+(?:give|tell|send))\s+(?:the\s+)?(?:customers|people|the\s+public|folks|everyone)\s+(?P<x>(?:an?|the|their)\s+(?:first\s+|initial\s+)?(?:ETR|estimate|estimated\s+time\s+of\s+restoration))\b.*$", r"when must \g<x> be given"),
        (r"^\W*(?:for\s+)?how\s+long\s+(?:do|must|should|may|can|shall|are)\s+(?:we|they|you)\s+(?:(?:allowed|supposed|required|have|need)\s+to\s+)?(?:keep|store|retain|hold(?:\s+on\s+to)?|save)\s+(?P<x>(?:(?!\b(?:under|according|by|per|in|acc)\b)[^?])+?)(?:\s+of\s+(?:the\s+|our\s+)?meters)?(?:\s+(?:under|according\s+to|by|per|in|acc\.?\s+to|as\s+per)\s+(?:(?:the|our|its)\s+)?(?:privacy|data\s+protection|retention)\s+(?:rules?|polic(?:y|ies)))\W*$", r"how long are \g<x> kept"),
        # locks
        (r"\b(?:take|taking|get|cut|cutting)\s+(?P<l>(?:an?|the|somebody's|someone's|another's|their)\s+(?:personal\s+|own\s+|worker's\s+|colleague's\s+)?(?:lock|tag))\s+off\b|\b(?:take|taking|get|cut|cutting)\s+off\s+(?P<m>(?:an?|the|somebody's|someone's|another's|their)\s+(?:personal\s+|own\s+)?(?:lock|tag))\b", r"remove \g<l>\g<m>"),
        (r"\b(?:if|when|where)\s+(?:its|the|their|his)\s+owner\s+(?:has|is|was|had|cannot|can't|can)\s*(?:gone(?:\s+home)?|left|not\s+(?:there|here|around)|away|absent|be\s+(?:found|reached)|not\s+be\s+(?:found|reached)|off\s+(?:shift|duty)|forgotten\s+it)(?:\s+(?:for\s+the\s+day|already))?", "if its owner cannot be reached"),
        (r"^\W*who(?:'s|\s+is|\s+are)\s+(?:allowed|permitted|authori[sz]ed|entitled)\s+to\b", "who may"),
    ),
)  # fmt: skip
