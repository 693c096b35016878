"""Things of the network, and the places it serves, called as the street calls them."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.everyday.turn import turns

_SITES: Final = r"(?:sites?|facilit(?:y|ies)|buildings?|locations?|premises|places?)"
_EV: Final = r"(?:evs?|electric\s+(?:cars?|vehicles?)|plug[\s-]?in\s+(?:cars?|vehicles?|evs?|hybrids?)|(?:an?\s+)?ev\s+chargers?)"
_SUN: Final = r"(?:rooftop\s+)?(?:solar|pv|photovoltaics?)(?:\s+panels?)?|panels(?:\s+on\s+(?:the|their)\s+roofs?)?"
_METERS: Final = r"(?:meters|customers|accounts|homes|houses|services|premises)"
_SHARE: Final = r"(?:what\s+|which\s+)?(?:share|percent(?:age)?|pct|%|fraction|proportion|portion|part)\s+of\s+"
_MATERIAL: Final = r"(?:wood(?:en)?|timber|steel|metal|concrete|composite|fib(?:er|re)glass|frp|alumini?um|alu)"
_LISTED: Final = r"(?:crews|substations|feeders|circuits|transformers|poles|switches|devices|meters)"

CALLED: Final = turns(
    r"point|endpoint|\bnames?\b|who\s+are|switching\s+devices|line\s+switch|fuse|km\b|kilomet|\bsub\b|home|station|post|stick|structure|premises|timber|aluminum|\balu\b|frp|pole-?\s?top|tops\b|\bcans?\b|box|\bpad\b|ph(?:ase)?\b"
    r"|aerial|cable|street|air|\bsw\b|\blbs\b|acrs?\b|reclos|sectionali|sect'?l|cutout|fusible|switchgear|wire|\bseg\b|line\s+segment|pieces",
    (
        (r"\b(?:ami|smart)\s+(?:endpoints?|devices?|modules?)\b|\b(?:metering|meter)\s+points?\b|\bendpoints?\b", "meters"),
        (r"(?<!fire )(?<!police )(?<!weather )(?<!pump )(?<!pumping )(?<!lift )(?<!gas )(?<!charging )(?<!booster )(?<!work )(?<!radio )(?<!power )(?<!base )(?<!bus )\bstations?(?=\s+(?:feed|do\s+we|does|are|is|have|on|at|where|of|for|in|with|by|serv|suppl|we|the|has|deliver)|\s*\d|\W*$)(?!\s+of\s+the\s+way)", "substation"),
        (r"\b(?:home|source|mother|parent|feeding|supplying|originating)\s+(?=(?:sub)?station\b|sub\b)", ""),
        (r"\b(?:transmission\s+is\s+stepped\s+down(?:\s+to\s+(?:the\s+)?(?:feeders?|distribution))?)", ""),
        (rf"\b(?:spun\s+|cast\s+|utility\s+)?({_MATERIAL})\s+(?:posts?|structures?|sticks?)\b", r"\1 poles"),
        (r"(?<!command )(?<!sign )\b(?:posts|(?:wood(?:en)?\s+)?sticks)\b", "poles"),
        (r"\bpoles\b\s*(?:,\s*)?(?:carry(?:ing)?|hold(?:ing)?(?:\s+up)?|bear(?:ing)?|support(?:ing)?)\s+(?:up\s+)?(?:(?:our|the)\s+)?(?:lines?|wires?)\b(?!\s+of)", "poles"),
        (r"\bpoles\s+(?:carry|hold\s+up|bear|support)(?:ing)?\s+(?:(?:our|the)\s+)?(?:lines?\s+|wires?\s+)?(?:of\s+|at\s+|on\s+)?(?=(?:feeder|fdr|sub|substation|circuit|F|SUB)\b|F\d)", "poles on "),
        (r"\btimber\b", "wood"), (r"\b(?:alumin[iu]m|alu)\s+(?=pole)", "aluminium "), (r"\bfrp\b", "composite"),
        (r"\bpoles\b(.*?)\s+(?:are\s+)?(?:made\s+)?(?:of|from|cast\s+in|in)\s+(?P<m>wood|steel|concrete|composite|alumini?um|fib(?:er|re)glass)(?:\s+material)?\b", r"\g<m> poles\1"),
        # Transformers by where they stand.
        (r"\b(?:pole[\s-]?tops?|overhead\s+cans|cans)\s*(?:,|and|or|&)\s*(?:pad[\s-]?mounts?|green\s+boxes)\b|\b(?:pad[\s-]?mounts?|green\s+boxes)\s*(?:and|or)\s*(?:pole[\s-]?tops?|cans)\b|\bgr[ae]y\s+cans\s+and\s+green\s+boxes\b", "transformers"),
        (r"\bpole[\s-]?tops?(?:\s+(?:transformers?|xfmrs?|tx|units?|cans?))?\b|\b(?:overhead\s+)?pole[\s-]mount(?:ed)?\s+units?\b", "pole mounted transformers"),
        (r"\b(?:xfmrs?|tx|transformers?|units)\s+(?:(?:that|which)\s+)?(?:are\s+)?(?:hang(?:ing)?|hung|mounted|sit(?:ting)?|up)\s+on\s+(?:the\s+)?poles\b|\btransformers\s+on\s+poles\b", "pole mounted transformers"),
        (r"\b(?:pad|green[\s-]box)[\s-]+(?:type\s+)?(?:xfmrs?|tx|transformers?)\b|\bgreen\s+boxes\b", "padmount transformers"),
        (r"\b(?:xfmrs?|tx|transformers?)\s+(?:(?:that|which)\s+)?(?:are\s+)?(?:(?:stand|sit)(?:ing|ting)?\s+)?on\s+(?:an?\s+|the\s+)?(?:(?:concrete\s+)?pads?|ground(?:\s+in\s+(?:green\s+boxes|padmount\s+transformers))?)\b", "padmount transformers"),
        (r"\b(?:1|one)[\s-]?ph(?:ase)?\b", "single phase"), (r"\b(?:3|three)[\s-]?ph(?:ase)?\b|\ball\s+(?:the\s+)?(?:three\s+)?phases,?\s+not\s+just\s+one\b", "three phase"),
        (r"\b(?:xfmrs?|tx|transformers?)\b(.*?)\s+(?:that\s+)?(?:work|run|operate|are|use)\s+(?:on|with|only)?\s*(?P<p>single|three)\s+phase(?:\s+only)?\b", r"\g<p> phase transformers\1"),
        # Switchgear.
        (rf"^\W*(?:(?:please|list|show|give|tell|what\s+are|me|us)\s+)*(?:the\s+)?names\s+of\s+(?:all\s+)?(?:of\s+)?(?:the\s+|our\s+)?(?={_LISTED}\b)", "list the "),
        (r"^\W*(?:(?:please|list|show|give|tell|what\s+are|me|us)\s+)*(?:all\s+)?(?:the\s+|our\s+)?(?P<t>crew|substation|feeder|circuit|transformer|pole)\s+names\b", r"list the \g<t>s"),
        (r"^\W*who\s+are\s+(?:all\s+)?(?:the|our|your)\s+crews\W*$", "list the crews"),
        (r"\bswitching\s+devices\b(?=.*\b(?:not|abnormal|normal|normally|open|closed|out\s+of)\b)", "devices"),
        (r"\bsw\s+(?=devices?)", "switching "), (r"\b(?:pieces\s+of\s+switchgear|switchgear\s+(?:items?|pieces|units?))\b", "switchgear"),
        (r"\bACRs?\b|\bautomatic(?:ally)?\s+reclos(?:ing|er)(?:\s+devices?)?s?\b|\bauto[\s-]?reclosers?\b|\b(?:devices|breakers)\s+that\s+trip\s+and\s+reclose\s+by\s+themselves\b", "reclosers"),
        (r"\bsectionali[sz]ing\s+(?:units?|devices?)\b|\bsect'?li[sz]ers?\b|\bsectionali[sz]ers\b", "sectionalisers"), (r"\b(?:LBS|load[\s-]?break\s+switch(?:es)?|air[\s-]?break\s+switch(?:es)?)\b", "switches"),
        (r"\b(?:fusible\s+links?|line\s+fuses?|expulsion\s+fuses?|fuse\s+links?)\b", "fuses"), (r"\bline\s+switch(?:es)?\b", "switches"), (r"\btransformers\s+hang\s+on\s+poles\b", "pole mounted transformers"),
        (r"\bcut[\s-]?outs?\s+(?:(?:have|has|are)\s+)?(?:dropped\s+out|dropped|hanging\s+open|blown|open(?:ed)?)\b|\bdropped\s+(?:out\s+)?cut[\s-]?outs?\b", "open fuses"),
        # Lines.
        (r"\baerial\b", "overhead"), (r"\b(?:cable\s+in\s+the\s+ground|in\s+the\s+ground|(?:lies|runs?)\s+(?:under|below)\s+(?:the\s+)?(?:street|ground)|under\s+the\s+(?:streets?|ground)|below\s+ground)\b(?=.*\b(?:km|%|percent|percentage|share|part|network|lines?)\b|.*$)(?<!put in the ground)(?<!set in the ground)", "underground"),
        (r"\b(?:hangs?|up|is|runs?)\s+(?:up\s+)?in\s+the\s+air\b|\b(?:lines?|wires?)\s+(?:that\s+)?(?:hangs?|runs?)\s+on\s+poles\b|\bwires?\s+(?:on|along)\s+poles\b", "overhead"),
        (r"\bundergrounding\s+(?:rate|level|degree|ratio)\b(?:\s+of\b)?", "underground percent of"),
        (r"\bline\s+segments?\b", "line sections"), (r"\bSEG\s+(?:number|name|id|no\.?)\b|\bSEG\b(?!\s*[-#]?\s*\d)", "line section"),
        (r"\binto\s+how\s+many\s+sections\s+(?:are|is)\s+the\s+(?:lines?|network)\s+(?:of\s+)?(.+?)\s+(?:split|divided|cut)\b", r"how many line sections on \1"),
        (r"\btotal\s+route\s+length\b|\broute\s+length\b", "length"), (r"\bkm\s+of\s+conductor\s+route\b|\b(?:circuit|feeder|route|line|conductor)\s+(?:km|kilometers?|kilometres?)\b", "km of line"),
        (r",?\s*\boverhead\s+and\s+(?:cable|underground)\s+(?:together|combined)\b", ""),
    ),
)  # fmt: skip
"""Poles, meters, transformers, switchgear and lines."""

SERVED: Final = turns(
    r"fire|police|cop\b|cops|precinct|water|pump|telecom|telco|phone|communicat|cell|nursing|care\s+home|old\s+people|elderly|medical|hosp|emergency|school|kids"
    r"|educat|shelter|refuge|evacuat|life|alive|critical|priority|sensitive|must-not|solar|\bpv\b|photovolt|panel|\bsun\b|ev\b|evs\b|electric|plug|charge|account|domestic"
    r"|private|shop|office|premises|industry|vacant|unassigned|signed|adoption|penetration|services",
    (
        (rf"\bfire\s*houses?\b|\bfire\s+halls?\b|\bfire\s+(?:brigade|department|dept)s?(?:\s+(?:stations?|{_SITES}))?|\bfire\s+{_SITES}", "fire stations"),
        (rf"\bcop\s+shops?\b|\bpolice\s+(?:{_SITES}|departments?|precincts?|posts?)\b|\bprecincts?\b", "police stations"),
        (rf"\bwater\s?works?\b|\b(?:drinking\s+)?water\s+(?:treatment\s+)?(?:plants|{_SITES})\b|\bpumping\s+(?:and\s+water\s+plants?|stations?\s+for\s+(?:drinking\s+)?water)\b|\bwater\s+treatment\b", "water plants"),
        (rf"\b(?:telecoms?|telco|communications?|phone(?:\s+company)?|cell(?:ular)?|mobile)\s+(?:{_SITES}|towers?|masts?)\b", "telecom sites"),
        (rf"\b(?:nursing|care)\s+(?:homes?\s+for\s+the\s+(?:elderly|aged|old)|{_SITES}|cent(?:er|re)s?)\b|\bold\s+(?:people|folks|age)(?:'s|s')?\s+homes?\b|\bhomes?\s+for\s+(?:the\s+)?(?:elderly|aged|old(?:\s+people)?)\b", "nursing homes"),
        (r"\bmedical\s+cent(?:er|re)s?(?:\s+with\s+beds)?\b|\bhosps?\b|\bplaces?\s+with\s+an?\s+emergency\s+(?:room|department)\b", "hospitals"),
        (rf"\b(?:elementary|primary|grade)\s+(?:schools?\s+)?and\s+(?:high|secondary)\s+schools?\b|\beducational\s+{_SITES}\b|\bplaces?\s+where\s+(?:kids|children)\s+are\s+taught\b", "schools"),
        (rf"\b(?:emergency|evacuation|disaster|storm)\s+(?:shelters?|cent(?:er|re)s?)\b|\bplaces?\s+of\s+refuge(?:\s+for\s+people\s+in\s+an?\s+disaster)?\b|\b(?:refuge|shelter)\s+{_SITES}\b", "shelters"),
        (r"\bschools?\s+(?:or|and|and/or)\s+shelters?\b(?=.*\b(?:TX|P|MTR|SEG|FUS|SW|REC|SEC|BRK|TIE|pole|tx|transformer)\b)|(?<=\bof\s)(?!)|(?<=\d, )schools?\s+(?:or|and)\s+shelters?\b|(?<=many )schools?\s+(?:or|and)\s+shelters?\b(?=.*\b(?:fed|lose|trips?|opens?|downstream|beyond|past|behind)\b)", "school shelters"),
        (r"\b(?:customers?|people|folks|homes?|those)?\s*(?:(?:who|that)\s+)?(?:are\s+)?(?:depend(?:ent|ing|s)?\s+on|on|need|rel(?:y|ying)\s+on)\s+(?:life[\s-](?:sustaining|support)|medical)\s+(?:equipment|devices?|machines?)(?:\s+at\s+home)?\b", " life support customers"),
        (r"\b(?:(?P<who>customers?|people|folks|homes?)\s+)?(?P<on>(?:on|at|of|in|behind|past)\s+[\w\s-]*?\d+\s+)?needs?\s+(?:electricity|power)\s+to\s+(?:stay\s+alive|live|survive)\b", r"life support customers \g<on>"),
        (r"\blife[\s-]?support\s+accounts?\b", "life support customers"),
        (r"\b(?:critical|priority|sensitive|must[\s-]not[\s-]lose)\s+(?:accounts?|sites?|customers?|services?|facilit(?:y|ies))(?:,?\s+(?:such\s+as|like)\s+hospitals(?:\s+and\s+[a-z]+(?:\s+customers)?)?)?\b(?:,?\s+of\s+every\s+kind(?:\s+together)?,?)?", "critical customers"),
        # Both before either.
        (rf"(?<!customers )(?<!customers have )(?<!customers with )(?<!have both )\b(?:(?:both|have|with|own|having)\s+)?(?:{_SUN})\s+(?:and|plus|as\s+well\s+as|along\s+with)\s+(?:an?\s+)?{_EV}(?:\s+(?:too|as\s+well|also|together))?\b", "solar with ev"),
        (rf"\b(?:{_METERS}|sites|metering\s+points|those|many)\s+(?:(?:that|which|who)\s+)?(?:have|has|having|with|own|owning)\s+solar\s+with\s+ev\b", "solar with ev"),
        (r"\b(?:sites|premises|homes|houses|customers|meters)\b(.{0,40}?)\s+(?:(?:that|which|who)\s+)?(?:have|has|with|own)?\s*solar\s+with\s+ev\b", r"solar with ev\1"),
        # Shares of the meters of the place that is asked of.
        (rf"\b{_SHARE}(?:the\s+|our\s+|all\s+)*{_METERS}(?P<on>.{{0,40}}?),?\s+(?:have|has|having|with|got|own)\s+(?:an?\s+|any\s+|rooftop\s+)*(?:{_SUN})\b", r"solar penetration\g<on>"),
        (rf"\b{_SHARE}(?:the\s+|our\s+|all\s+)*{_METERS}(?P<on>.{{0,40}}?),?\s+(?:have|has|having|with|got|own)\s+(?:an?\s+|any\s+)*{_EV}\b", r"ev penetration\g<on>"),
        (rf"\bout\s+of\s+(?:every|each|a|one)?\s*(?:hundred|100)\s+{_METERS}(?P<on>.{{0,40}}?),\s*how\s+many\s+(?:have|has)\s+(?:an?\s+)?(?:{_SUN})\b", r"solar penetration\g<on>"),
        (rf"\bout\s+of\s+(?:every|each|a|one)?\s*(?:hundred|100)\s+{_METERS}(?P<on>.{{0,40}}?),\s*how\s+many\s+(?:have|has)\s+(?:an?\s+)?{_EV}\b", r"ev penetration\g<on>"),
        (r"\bhow\s+(?:big|large)\s+an?\s+(?=(?:solar|ev)\s+penetration)", "what "),
        (rf"\b(?:{_SUN})\s+(?:adoption|penetration|uptake)(?:\s+(?:rate|level|share))?(?P<on>.*?),?\s*(?:\b(?:in\s+)?(?:percent|pct|%))?(?=\W*$)", r"solar penetration\g<on>"),
        (rf"\b{_EV}\s+(?:adoption|penetration|uptake)(?:\s+(?:rate|level|share))?(?P<on>.*?),?\s*(?:\b(?:in\s+)?(?:percent|pct|%))?(?=\W*$)", r"ev penetration\g<on>"),
        # Solar and cars.
        (rf"\b(?:rooftop\s+)?(?:solar|pv|photovoltaics?)\s+(?:{_SITES}|install(?:s|ations?|ed)?)\b", "solar"),
        (r"\b(?:makes?|making|produces?|generat\w+)\s+(?:their\s+own\s+|its\s+own\s+)?(?:power|electricity|energy)\s+(?:from|with|by)\s+the\s+sun\b|\b(?:makes?|making)\s+sun\s+power\b", "have solar"),
        (r"\b(?:have|has|with)\s+(?:rooftop\s+)?(?:solar\s+)?panels\s+behind\s+(?:them|it)\b|(?<!solar )(?<!pv )(?<!pannel )\bpanels\b", "solar panels"),
        (rf"\b{_EV}\s+{_SITES}\b|\bplug[\s-]?in\s+(?:cars?|vehicles?)\b", "ev"),
        (r"\b(?:places|homes|houses|customers|people|folks)\b(?P<on>.{0,40}?)\s+(?:that\s+|who\s+)?charge\s+an?\s+(?:electric\s+)?(?:cars?|vehicles?)(?:\s+at\s+home)?\b", r"customers with ev\g<on>"),
        # Classes and accounts.
        (r"\bdomestic\s+(?:accounts?|customers?|consumers?|services?|users?)\b|\bprivate\s+(?:homes?|houses?|households?)\b", "residential customers"),
        (r"\bshops?\s+and\s+offices?\b|\bbusiness\s+(?:customers|accounts)\b", "commercial customers"), (r"\bcommercial\s+customers\b(.*?),?\s+(?:leaving\s+(?:out\s+)?industry(?:\s+aside)?|without\s+industry|not\s+industry)\b", r"commercial customers\1"),
        (r"\b(residential|commercial|industrial|industry)\s+class\s+customers?\b", r"\1 customers"),
        (r"\bmeters\b(?P<on>.{0,30}?)\s+(?:that\s+)?(?:(?:are|is)\s+not|(?:have|has)\s+nobody|with\s+nobody|not)\s+(?:tied|linked|assigned|signed\s+up|attached|connected)(?:\s+up)?\s+to\s+(?:any\s+account|an\s+account|them|it)\b", r"meters without account\g<on>"),
        (r"\b(?:unassigned|vacant|accountless)\s+meters\b(?:,?\s+no\s+account\s+behind\s+them)?", "meters without account"),
        (r"\b(?:how\s+many|number\s+of|count\s+of)\s+(?:active\s+)?services\b", "how many customers"), (r"\bpremises\b(?!\s+of\s+the\s+company)", "customers"),
    ),
)  # fmt: skip
"""Customers of a kind, critical places, solar and electric vehicles, accounts."""

# Adjectives before things: "weak poles" are asked for from the weakest on; one that counts or asks whether is left.
_END: Final = {
    "weak": "weakest", "strong": "strongest", "small": "smallest", "little": "smallest", "tiny": "smallest",
    "large": "largest", "big": "biggest", "short": "shortest", "long": "longest", "lightly loaded": "least loaded",
    "light loaded": "least loaded", "lightly-loaded": "least loaded", "low": "lowest", "high": "highest",
}  # fmt: skip
_OF_THING: Final = (
    ("weak|strong", "poles"),
    ("small|tiny|little|large|big", "transformers|outages|customers"),
    ("short|long", "poles|spans|lines|segments"),
    ("long", "outages"),
    (r"lightly[\s-]loaded|light[\s-]loaded", "transformers|feeders|substations"),
)
"""What is said of which things; of others it is refused."""
_MEASURED: Final = "risk|health|strength|loading"
_LIST: Final = r"^(?!\W*(?:how\s+many|number|count|are|is|do|does|any|were|was|have|has)\b)(?!.*\b(?:how\s+many|\w{3,}est|most|least|fewest|top|worst|best|over|under|above|below|than|percent|share|first|by)\b)(?P<b>.*?)"
"""The beginning of a question for rows that says no end, no limit and no number of its own."""


def _ended(said: re.Match[str]) -> str:
    word = re.sub(r"[\s-]+", " ", said["a"].lower())
    return f"{said['b']}{_END[word]} {said['t']}"


OF_ADJECTIVES: Final = turns(
    r"\b(?:weak|strong|small|little|tiny|large|big|short|long|light|lightly|low|high|lowest|smallest|least|fewest|highest|greatest|largest|biggest|total)\b",
    (
        # One end of a peak, said by two superlatives.
        (r"\b(?P<e>lowest|smallest|least|fewest)\s+(?:maximum|max|highest|peak)\s+(?P<q>loads?|demands?)\b", r"lowest peak \g<q>"),
        (r"\b(?P<e>highest|greatest|largest|biggest)\s+(?:maximum|max|peak)\s+(?P<q>loads?|demands?)\b", r"highest peak \g<q>"),
        (r"\bby\s+(?:the\s+)?(?:maximum|max|highest)\s+(?P<q>load|demand)\b(?=.*\b(?:smallest|lowest|least)\s+first\b)", r"by peak \g<q>"),
        (r"\btotal\s+(?:installed\s+)?(?:transformer\s+)?kva\b(?=\s+(?:on|of|at|in|for)\b)", "rated kva of the transformers"),
        *(
            (rf"{_LIST}\b(?P<a>{adjectives})\s+(?P<t>(?:{things})\b)", _ended)
            for adjectives, things in _OF_THING
        ),
        *(
            (rf"{_LIST}\b(?:which|what)\s+(?P<t>(?:{things})\b.*?)\s+(?:is|are)\s+(?P<a>{adjectives})(?=\W*$)", _ended)
            for adjectives, things in _OF_THING
        ),
        (rf"{_LIST}\b(?P<a>low|high)[\s-]+(?P<t>(?:{_MEASURED})\s+(?:transformers|poles|assets)\b)", _ended),
    ),
)  # fmt: skip
