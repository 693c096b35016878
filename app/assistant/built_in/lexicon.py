"""Words of the language and of the trade: closed lists; what tools are about stands in the tools."""

from __future__ import annotations

from typing import Final


def _ordered(text: str) -> list[str]:
    return text.split()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAME: Final = {
    "tx": "transformer", "xfmr": "transformer", "xfrmr": "transformer", "xformer": "transformer",
    "trafo": "transformer", "trf": "transformer", "fdr": "feeder", "circuit": "feeder", "ckt": "feeder",
    "sub": "substation", "substn": "substation", "ss": "substation", "cust": "customer", "consumer": "customer",
    "ratepayer": "customer", "premise": "customer", "premises": "customer", "complaint": "call",
    "pct": "percent", "perc": "percent",
    "percentage": "percent", "fraction": "percent", "proportion": "percent", "portion": "percent",
    "%": "percent", "wo": "work order", "workorder": "work order", "avg": "average", "mean": "average",
    "min": "lowest", "max": "highest",
    "minimum": "lowest", "maximum": "highest", "greatest": "highest", "temp": "temperature", "yr": "year",
    "hr": "hour", "mtr": "meter", "metre": "meter", "kilometre": "km", "kilometer": "km", "yest": "yesterday",
    "prob": "probability", "prio": "priority", "pri": "priority", "ug": "underground", "oh": "overhead",
    "amp": "amp", "ampere": "amp", "volt": "volt", "kilowatt": "kw", "megawatt": "mw", "veg": "vegetation",
    "ack": "acknowledge", "ackd": "acknowledged", "unacked": "unacknowledged", "unackd": "unacknowledged",
    "acked": "acknowledged", "ami": "ami", "labor": "labour", "energised": "energized", "energise": "energize",
    "deenergised": "deenergized", "photo": "photovoltaic", "pic": "picture", "approx": "approximately",
    "info": "information", "qty": "quantity", "num": "number", "nr": "number", "no.": "number", "outtage": "outage",
    "equip": "equipment", "insp": "inspection", "maint": "maintenance", "comms": "communication", "w": "with",
    "cb": "breaker", "recl": "recloser", "sectionalizer": "sectionaliser", "xfmer": "transformer", "pf": "pf",
    "tree": "tree", "wooden": "wood", "$": "dollar", "usd": "dollar", "reading": "reading", "thru": "through",
    "btw": "between", "curr": "current", "temps": "temperature", "tonight": "tonight", "hi": "high", "lo": "low",
    "volts": "volt", "amps": "amp", "voltages": "voltage", "percentages": "percent",
    "share": "percent", "usual": "normal", "usually": "normally",
    "typical": "average", "combined": "total", "buried": "underground", "aggregate": "total", "everyone": "everybody",
    "anyone": "anybody", "mins": "minute", "hrs": "hour", "yrs": "year", "eta": "etr",
}  # fmt: skip
"""One normal form of what is written in several ways; a phrase of a tool goes through it too."""

# Bind the words of a question together and say nothing of what is asked.
FILLER: Final = _words("""
a an the of on in at by for to from with within and or is are was were be been being am do does did done has
have had having will would can could should may might i we you they it its our us me my your their them he she
who whom whose which what whats that this these those there here where when how why please pls kindly thanks
thank hey hello ok okay so just also only than then as if into through via each every any some all both
either give tell show list display find get see view look know want need like let lets print name fetch pull
check report whos wheres hows theres ive im id right now currently moment present presently much many lot ours
about around roughly approximately exactly total overall altogether together entire whole across throughout yet
still already even really actually well s t d ll re ve m one ones thing things em gonna going stuff got gets
getting came sort there's what's where's who's how's quick quickly utility company system network grid using
everything anything something describe used use during while it's again anyone anybody somebody someone flag
flagged we've they've
i've you've weve theyve ive youve question
answer asked ask instead rather but
wondering wonder curious provide specify indicate determine retrieve return output display enumerate
weve theyve youve theyll youll well wed theyd whether somehow basically simply actually
""")  # fmt: skip

# May stay uncovered: they belong to a quantity where its tool says so, and are dropped where it does not. None of them
# says which rows or when: "out", "left", "due", "last", "per", "day" are for a tool to take, or for it to be refused.
SOFT: Final = _words("""
fed feed feeding comes coming supplied supply wired attached hooked belongs belonging current present
recent total sum number count amount value level figure overall serve served service distribution go went
get electric summary detail information record data situation real time live come came give us have
had measure measured recorded register registered see seen saw shown showed experience experienced experiencing
suffer suffered suffering encountered exhibited logged dipped dip dips sagged connect connects connecting happen
happened occur occurred belong show shown
there latest most more least less high low big large small long short great heavy top
worst best rank ranked ranking sort sorted list listed full much many name
identify run runs ran hit hits hitting put handle handles handling hold holding
made make makes status people type kind sort unit units piece pieces service area region vicinity
associated installed placed mounted found present supposed seeing own owns owned
fleet charging face faced facing become became becoming filter filtered spent spend spends spending metric metrics kpi
state territory local side of want percent stand standing
sit located locate location place map utility exist existing include including related relate doing gave given
""")  # fmt: skip

MOST: Final = {
    "most": "", "highest": "high", "greatest": "", "largest": "large", "biggest": "big", "maximum": "", "top": "",
    "heaviest": "heavy", "strongest": "strong", "longest": "long", "tallest": "tall", "oldest": "old",
    "hottest": "hot", "warmest": "warm", "riskiest": "risk", "busiest": "busy", "fullest": "full",
    "furthest": "far", "farthest": "far", "costliest": "cost", "priciest": "cost", "windiest": "wind",
    "latest": "late", "fastest": "fast", "weakest": "", "sickest": "", "unhealthiest": "", "healthiest": "",
    "poorest": "", "dirtiest": "", "main": "", "leakiest": "lossy", "lossiest": "lossy", "severest": "",
}  # fmt: skip
"""Words that put the greatest first, and the quantity that lies in them."""
TIME_WORDS: Final = frozenset({"minute", "hour", "day", "week", "month", "year"})
"""Units of time that mean something else than a unit where they stand alone: no limit, no unit asked for."""
MEASURED: Final = frozenset({"old", "hot", "cold", "cool", "cost", "wind", "risk", "health", "strength"})
"""What lies in a superlative and is a quantity of its own: the oldest is by age, whatever else is said of it."""
LEAST: Final = {
    "least": "", "lowest": "low", "fewest": "", "smallest": "small", "minimum": "", "bottom": "",
    "lightest": "light", "shortest": "short", "youngest": "old", "newest": "old", "coldest": "cold",
    "coolest": "cool", "slowest": "slow", "cheapest": "cost", "earliest": "early", "lest": "", "emptiest": "",
}  # fmt: skip
WORST: Final = {
    "worst": "", "unhealthiest": "health", "sickest": "health", "poorest": "", "weakest": "strength",
    "lousiest": "", "baddest": "", "sorriest": "", "shabbiest": "", "crummiest": "", "roughest": "", "gravest": "",
    "nastiest": "", "rottenest": "",
}  # fmt: skip
BEST: Final = {"best": "", "healthiest": "health"}
SUPERLATIVES: Final = frozenset({*MOST, *LEAST, *WORST, *BEST})
RANKING_VERBS: Final = frozenset({"rank", "ranked", "ranking", "sort", "sorted"})

ABOVE: Final = (
    "greater than or equal to", "more than or equal to", "at least", "no less than", "greater than", "more than",
    "higher than", "larger than", "bigger than", "hotter than", "older than", "longer than", "warmer than",
    "worse than",
    "heavier than", "taller than", "bigger then", "more then", "older then", "in excess of", "exceeding",
    "exceed", "exceeds", "exceeded", "over", "above", "beyond", "past", "upwards of", ">=", "≥", ">",
)  # fmt: skip
BELOW: Final = (
    "less than or equal to", "at most", "no more than", "less than", "fewer than", "lower than", "smaller than",
    "younger than", "newer than", "colder than", "cooler than", "shorter than", "less then", "lower then", "under",
    "below", "beneath", "<=", "≤", "<",
)  # fmt: skip
LIES_IN: Final = {
    "hotter": "hot", "older": "old", "longer": "long", "warmer": "warm", "younger": "old", "newer": "old",
    "colder": "cold", "cooler": "cool", "taller": "tall", "shorter": "long", "heavier": "load",
}  # fmt: skip
"""The quantity in a comparison."""
NUMBERS: Final = {
    word: value
    for value, word in enumerate(
        _ordered(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty"
        )
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
     "dozen": 12}  # fmt: skip

MANIFOLD: Final = {"k": 1e3, "thousand": 1e3, "million": 1e6, "mio": 1e6, "billion": 1e9}

UNITS: Final = {
    "kw": "kW", "mw": "MW", "gw": "GW", "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "kva": "kVA", "mva": "MVA",
    "kvar": "kvar", "v": "V", "volt": "V", "kv": "kV", "a": "A", "amp": "A", "percent": "%", "%": "%", "c": "°C",
    "degc": "°C", "celsius": "°C", "f": "°F", "fahrenheit": "°F", "km": "km", "m": "m", "meter": "m", "mile": "mi",
    "ft": "ft", "feet": "ft", "foot": "ft", "hour": "h", "h": "h", "minute": "min", "min": "min", "lowest": "min",
    "year": "years", "dollar": "US$", "mph": "mph", "degree": "°C", "day": "d", "second": "s", "mps": "m/s",
    "kva.": "kVA", "wh": "Wh", "watt": "W", "va": "VA", "mvar": "Mvar", "kmh": "km/h", "knot": "kn", "inch": "in",
    "yard": "yd", "kelvin": "K", "month": "months", "week": "wk",
}  # fmt: skip
FAMILIES: Final[tuple[dict[str, float], ...]] = (
    {"W": 0.001, "kW": 1, "MW": 1000, "GW": 1e6}, {"Wh": 0.001, "kWh": 1, "MWh": 1000, "GWh": 1e6},
    {"VA": 0.001, "kVA": 1, "MVA": 1000}, {"kvar": 1, "Mvar": 1000}, {"V": 1, "kV": 1000}, {"A": 1, "kA": 1000},
    {"%": 1, "of 100": 1},
    {"m": 1, "km": 1000, "ft": 0.3048, "in": 0.0254, "yd": 0.9144, "mi": 1609.344},
    {"s": 1 / 60, "min": 1, "h": 60, "d": 1440, "wk": 10080}, {"customer-min": 1, "customer-h": 60, "customer-d": 1440},
    {"years": 1, "year": 1, "months": 1 / 12}, {"US$": 1, "US$/yr": 1},
    {"m/s": 1, "km/h": 1 / 3.6, "mph": 0.44704, "kn": 0.514444},
    {"°C": 1, "°F": 5 / 9, "K": 1},
)  # fmt: skip
"""Units that measure the same, each with its size in the first."""
ZEROS: Final = {"°F": 32.0, "K": 273.15}
"""What a unit says where the first of its family says 0, where that is not 0."""

IRREGULAR: Final = {
    "lose": ("loss", "lost"), "lost": ("loss", "lose"), "losing": ("loss", "lose"), "grew": ("grow", "growth"),
    "grown": ("grow", "growth"), "growing": ("grow", "growth"), "fed": ("feed",), "feed": ("fed",),
    "feeding": ("feed", "fed"),
    "broke": ("fail", "failure"), "broken": ("failed",), "ran": ("load",), "running": ("load",),
    "carrying": ("load",), "carried": ("load",), "rose": ("rise",),
    "began": ("started", "start"), "begun": ("started",), "blew": ("blow", "blown"),
    "shut": ("closed",), "sent": ("assigned",), "held": ("hold",), "used": ("use",), "using": ("use",),
    "consumed": ("consumption", "use"), "consume": ("consumption", "use"), "burned": ("burnt",),
    "urgent": ("priority",),
    "hotter": ("hot",), "warmer": ("hot",), "older": ("old",), "longer": ("long",),
    "restored": ("back", "restoration"), "restore": ("restoration", "restored"),
    "repaired": ("repair",), "trimmed": ("trim", "trimming"), "usage": ("use", "energy"),
}  # fmt: skip
"""Forms of a word that its last letters do not tell, and words that say the same; tried where nothing covers it."""

NEGATIVE: Final = _words("""
not no without out off dead dark lost closed abnormal deenergized de down un never nonoperational shut
""")

NOT_BENT: Final = frozenset({"loaded", "loading", "rated", "rating"})
"""Words whose other endings mean another quantity."""
COMPARING: Final = frozenset(
    ("compare", "compared", "comparing", "comparison", "versus", "vs", "difference", "between", "against", "than")
)

WHOLE_WORDS: Final = frozenset(("system", "utility", "network", "grid", "weather", "place"))
"""What is there once: a tool about one of these is about all of it."""
OVERVIEW_WORDS: Final = frozenset(
    ("detail", "information", "summary", "situation", "record", "data", "full", "present", "current", "time", "real",
     "live")
)  # fmt: skip
"""Words that ask for all that is known of a thing."""
