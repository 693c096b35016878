"""Questions that are opened with courtesy, or put as queries, ask what the plain ones ask."""

from __future__ import annotations

import pytest

from app.assistant.built_in.ways.framing import as_asked

OPENED = {
    "I was wondering, how many crews are there that do line work?": "how many crews are there that do line work?",
    "can you tell me if feeder 8 is live right now?": "is feeder 8 live right now?",
    "I was wondering whether tx-0005-007 is getting any power?": "is tx-0005-007 getting any power?",
    "do you know if there's any solar on MTR-0002222?": "is there any solar on MTR-0002222?",
    "I was wondering if you could list the crews": "list the crews",
    "Provide a listing of all alarms": "list all alarms",
    "hi, sorry, what's the load": "what's the load",
    "confirm the predicted outage on F0002": "confirm the predicted outage on F0002",
    "check feeder 3": "check feeder 3",
    "what happens if feeder 3 fails": "what happens if feeder 3 fails",
    "all transformers but F0002": "all transformers but F0002",
}

QUERIES = {
    "poles by age descending, limit 10": "poles by age highest 10",
    "SAIDI per feeder, year to date, ascending, limit 3": "SAIDI per feeder, year to date, lowest 3",
    "F0008 energized, true or false": "is F0008 energized?",
    "count of open orders where priority = 1": "count of open orders where priority 1",
    "transformers where distance to TX-0001-005 <= 300 m": "transformers within 300 m of TX-0001-005",
    "total outages, date = yesterday": "total outages, yesterday",
    "List the outages at substation 1 in descending order of size.": "List the outages at substation 1 highest first by size.",
    "SAIDI for the previous calendar year": "SAIDI for last year",
    "trouble calls, previous day": "trouble calls, yesterday",
    "outage count, year = 2024": "outage count, in 2024",
    "open alarm cnt": "open alarm count",
    "Order the feeders according to the energy each delivered": "rank the feeders by the energy each delivered",
    "order 5 is late": "order 5 is late",
}


@pytest.mark.parametrize(("said", "plain"), OPENED.items())
def test_an_opening_says_nothing_of_what_is_asked(said: str, plain: str) -> None:
    assert as_asked(said) == plain


@pytest.mark.parametrize(("said", "plain"), QUERIES.items())
def test_a_query_is_said_in_words(said: str, plain: str) -> None:
    assert " ".join(as_asked(said).replace(" ,", ",").split()) == plain
