"""What the trade calls the same: where a passage says one of them it is found by the others too.

Only what means the same: a word that is merely near leads to passages that answer another question. In English; other
languages are searched by their own words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

SAME: Final[tuple[tuple[str, ...], ...]] = (
    ("SAIDI", "System Average Interruption Duration Index"),
    ("SAIFI", "System Average Interruption Frequency Index"),
    ("CAIDI", "Customer Average Interruption Duration Index"),
    ("CAIFI", "Customer Average Interruption Frequency Index"),
    ("CTAIDI", "Customer Total Average Interruption Duration Index"),
    ("MAIFI", "Momentary Average Interruption Frequency Index"),
    ("ASAI", "Average Service Availability Index"),
    ("CEMI", "Customers Experiencing Multiple Interruptions"),
    ("CELID", "Customers Experiencing Long Interruption Durations"),
    ("MED", "major event day"),
    ("CMI", "customer minutes of interruption", "customer minutes interrupted"),
    ("PPE", "personal protective equipment"),
    ("LOTO", "lockout tagout", "lock out tag out", "lockout and tagout"),
    ("ETR", "estimated time of restoration", "estimated restoration time", "restoration estimate"),
    ("AMI", "advanced metering infrastructure", "smart meter"),
    ("VEE", "validation, estimation and editing"),
    ("AED", "defibrillator"),
    ("CVR", "conservation voltage reduction"),
    ("LTC", "load tap changer", "on-load tap changer"),
    ("DGA", "dissolved gas analysis"),
    ("MVCD", "minimum vegetation clearance distance"),
    ("MAD", "minimum approach distance"),
    ("ROW", "right of way"),
    ("PII", "personally identifiable information", "personal data", "personal information"),
    ("SCADA", "supervisory control and data acquisition"),
    ("OMS", "outage management system"),
    ("DER", "distributed energy resource"),
    ("HMI", "human machine interface"),
    ("voltage", "volts"),
    ("hot spot", "hottest spot", "hotspot"),
    ("grounding", "earthing"),
    ("ground", "earth"),
    ("de-energized", "deenergized", "dead line"),
    ("back-feed", "backfeed", "back feeding"),
    ("read back", "repeat back"),
    ("vegetation management", "tree trimming", "line clearance"),
    ("trim", "prune", "tree pruning"),
    ("outage", "interruption"),
    ("feeder", "circuit"),
    ("switching order", "switching sheet", "switching instruction"),
    ("customer on life support", "medical baseline customer", "life support customer"),
    ("insulation life", "loss of life", "ageing", "aging"),
    ("acknowledge", "ack"),
    ("crew leader", "foreman", "crew lead"),
    ("call-before-you-dig", "utility locate"),
    ("keep", "kept", "retention", "retain"),
    ("tailboard", "job briefing", "tailgate meeting"),
    ("work permit", "permit to work", "clearance"),
    ("theft", "tampering", "stolen energy"),
)  # fmt: skip


# Everyday words and what procedures say instead; asked for only where the everyday word is not found.
EVERYDAY: Final = {
    "comms": "communication", "comm": "communication", "lineman": "worker", "linemen": "worker", "lineworker": "worker",
    "linesman": "worker", "approve": "signs", "approves": "signs", "approved": "signs", "approval": "signs",
    "authorise": "signs", "authorize": "signs", "handle": "deal", "manage": "deal", "unqualified": "not qualified",
    "answered": "respond", "downed": "down", "phone": "telephone", "phones": "telephone", "stored": "kept",
    "deleted": "removed", "delete": "removed", "erased": "removed", "min": "minimum", "max": "maximum",
    "newspaper": "press", "journalist": "press", "journalists": "press", "reporter": "press", "reporters": "press",
    "media": "press", "thunderstorm": "lightning", "tired": "rest", "break": "rest", "breaks": "rest",
    "imbalance": "unbalance", "blackout": "interruption", "trafo": "transformer", "xfmr": "transformer",
    "tx": "transformer", "pruned": "trim", "injury": "accident", "hurt": "accident",
    "untrained": "not qualified", "public": "not qualified", "bystander": "not qualified",
    "bystanders": "not qualified",
    "layperson": "not qualified", "laymen": "not qualified", "layman": "not qualified",
    "lineworkers": "worker", "troubleman": "worker", "employee": "worker", "employees": "worker", "guys": "worker",
    "staff": "worker", "vests": "vest", "helmet": "hard hat", "hardhat": "hard hat",
    "earthing": "grounding", "earthed": "grounded", "branches": "branch", "shock": "accident",
    "injured": "accident", "incident": "accident", "silence": "shelving", "silenced": "shelving", "snooze": "shelving",
    "mute": "shelving", "muted": "shelving", "fatigue": "rest", "windspeed": "wind", "gusts": "wind",
    "manhole": "confined space", "vault": "confined space", "dig": "excavation", "digging": "excavation",
    "trench": "excavation", "welding": "hot work", "fence": "clearance", "solo": "alone", "oneself": "alone",
    "gloves": "glove", "sleeves": "sleeves", "notify": "told", "informed": "told", "inform": "told", "notified": "told",
    "live": "energized", "hot-line": "energized", "mps": "m/s",
}  # fmt: skip


def in_words_of_the_trade(words: str) -> str:
    """A question's words with everyday ones said as procedures do, without numbers: 34.5 kV is within "up to 36 kV"."""
    kept = [EVERYDAY.get(word, word) for word in words.split() if not word.replace(".", "").isdigit()]
    return " ".join(kept) or words


def other_words(text: str) -> str:
    """What the same is called that a text speaks of; empty where it speaks of nothing that has two names."""
    folded = text.casefold()
    added = [name for names in SAME if any(one.search(folded) for one in _patterns(names)) for name in names]
    return " ; ".join(dict.fromkeys(name for name in added if name.casefold() not in folded))


@cache
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(_found_as(name.casefold()) for name in names)


def _found_as(name: str) -> re.Pattern[str]:
    """Its words one after the other, whatever parts them; the plural too."""
    words = re.split(r"[\s,-]+", name)
    return re.compile(r"\b" + r"[\s,/-]+".join(map(re.escape, words)) + r"(?:s|es)?\b")
