"""What is told with a question is set aside where it is no part of it, and never where it may narrow it."""

from __future__ import annotations

import pytest

from app.assistant.built_in.ways.framing import out_of_setting

ASIDE = {
    "I'm drafting the commission filing. What is our SAIDI in 2025?": "What is our SAIDI in 2025?",
    "For the phase study: how many meters are on feeder 4?": "how many meters are on feeder 4?",
    "rates dept here: how many meters do we have?": "how many meters do we have?",
    "Asset manager speaking: add up the risk of feeder 2": "total of the risk of feeder 2",
    "the five worst feeders by SAIDI last year, as the commission wants them": "the five worst feeders by SAIDI last year",
    "management wants to know the SAIDI of last year": "the SAIDI of last year",
    "Morning! Before I take over: how many outages are there?": "how many outages are there?",
    "how many poles on feeder 3, thanks in advance": "how many poles on feeder 3",
    "A customer on F0002 complains that her lights are dim. Which meter on that feeder had the lowest voltage yesterday?": "Which meter on F0002 had the lowest voltage yesterday?",
    "There's a car against pole P-000605. Which crew is closest to it?": "Which crew is closest to P-000605?",
    "Our industrial customer sits on MTR-0000830. What was its peak last week?": "What was MTR-0000830's peak last week?",
    "We lost feeder 2 last night. How many customers were out?": "How many customers were out on feeder 2 last night",
    "Feeder 2 tripped yesterday. How many customers are out?": "How many customers are out on Feeder 2",
}  # fmt: skip

KEPT = (
    "We don't count planned ones. How many outages last year?",
    "I only care about sustained ones. How many outages last year?",
    "I'm looking at those above 80 %. How many transformers are on feeder 2?",
    "Taking the transformers that failed in 2025: how old were they?",
    "We lost TX-0001-004 and feeder 2. How many customers were out?",
    "concrete poles - how many in total",
    "outage 12: crew?",
    "There's a tree on the line. Assign crew 3 to outage 5",
)


@pytest.mark.parametrize(("said", "asked"), ASIDE.items())
def test_a_setting_is_no_part_of_a_question(said: str, asked: str) -> None:
    assert out_of_setting(said).question == asked


@pytest.mark.parametrize("said", KEPT)
def test_what_may_narrow_a_question_stays(said: str) -> None:
    assert out_of_setting(said).question == said
