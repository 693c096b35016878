"""A question in everyday words, said in those of the desk: of its period, its indices, outages, alarms and work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.assistant.built_in.everyday.alarms import OF_ALARMS
from app.assistant.built_in.everyday.assets import OF_ASSETS
from app.assistant.built_in.everyday.documents import OF_DOCUMENTS
from app.assistant.built_in.everyday.equipment import OF_EQUIPMENT
from app.assistant.built_in.everyday.feeders import OF_FEEDERS
from app.assistant.built_in.everyday.field import OF_CREWS, OF_ONE_ORDER, OF_ORDERS, OF_SHIFTS, OF_WARNINGS
from app.assistant.built_in.everyday.health import OF_HEALTH
from app.assistant.built_in.everyday.indices import OF_INDICES
from app.assistant.built_in.everyday.load import OF_LOAD, OF_MIDDLES, OF_WEATHER
from app.assistant.built_in.everyday.network import OF_NETWORK
from app.assistant.built_in.everyday.nothing import OF_NOTHING
from app.assistant.built_in.everyday.one_thing import EITHER_OR, OF_FAILING, OF_PLATE, OF_TIES
from app.assistant.built_in.everyday.outages import OF_OUTAGES
from app.assistant.built_in.everyday.past import OF_PAST
from app.assistant.built_in.everyday.periods import OF_PERIODS
from app.assistant.built_in.everyday.quantities import OF_QUANTITIES
from app.assistant.built_in.everyday.readings import OF_READINGS
from app.assistant.built_in.everyday.spans import OF_INSPECTIONS, OF_ONE_SPAN, OF_SPANS
from app.assistant.built_in.everyday.studies import OF_STUDIES
from app.assistant.built_in.everyday.supply import OF_SUPPLY
from app.assistant.built_in.everyday.things import CALLED, OF_ADJECTIVES, SERVED
from app.assistant.built_in.everyday.verbs import OF_OVERLOADING, OF_VERBS
from app.assistant.built_in.everyday.work import OF_WORK

_SHORTENED: Final = (
    (re.compile(r"\b(we|they|you|i|who|what|there|how|which)['’]ve\b", re.IGNORECASE), r"\1 have"),
    (re.compile(r"\b(we|they|you|who|what|there|how|which)['’]re\b", re.IGNORECASE), r"\1 are"),
    (re.compile(r"\b(we|they|you|i|it|that|this|what|who|there)['’]ll\b", re.IGNORECASE), r"\1 will"),
    (re.compile(r"\b(which|what)(?:\s+one)?\s+(?:of|among)\s+(?:all\s+)?(?:the|our|your|these|those)\s+(crew|feeder|circuit|substation|transformer|pole|meter|device|recloser|breaker|fuse|span|cause|team)s\s+(?=(?:has|had|is|was|does|did|got|gets|carries|carried|saw|serves|feeds|gives|took|takes|completed|finished|lost)\b)", re.IGNORECASE), r"\1 \2 "),
    (re.compile(r"\b(is|are|was|were|does|do|did|has|have|had|would|could|should)n['’]?t\b", re.IGNORECASE), r"\1 not"),
)  # fmt: skip
_MATTERS: Final = (
    OF_WARNINGS, OF_ONE_ORDER, OF_CREWS, OF_ORDERS, OF_SHIFTS, OF_ONE_SPAN, OF_SPANS, OF_INSPECTIONS,
    OF_OVERLOADING, OF_VERBS, EITHER_OR, OF_FEEDERS, OF_QUANTITIES, OF_SUPPLY,
    OF_DOCUMENTS, OF_PERIODS, OF_INDICES, OF_PAST, OF_OUTAGES, OF_ALARMS, OF_ASSETS, OF_WORK, OF_NETWORK,
    OF_EQUIPMENT, OF_READINGS, OF_STUDIES, OF_HEALTH, CALLED, SERVED, OF_LOAD, OF_MIDDLES, OF_WEATHER, OF_PLATE, OF_FAILING, OF_TIES, OF_NOTHING,
    OF_ADJECTIVES,
)  # fmt: skip


@lru_cache(maxsize=4096)
def in_words_of_the_desk(text: str) -> str:
    """A question said as an operator says it; most stay as they are.

    Args:
        text: plain, without shorthand; no order, for its words may become a note.
    """
    for pattern, whole in _SHORTENED:
        text = pattern.sub(whole, text)
    for matter in _MATTERS:
        text = matter.said_plainly(text)
    return re.sub(r"\s{2,}", " ", text)
