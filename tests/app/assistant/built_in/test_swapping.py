"""What narrows a question is never lost where its words are said plainly: review 12D, "how much more … on feeder 3"."""

from __future__ import annotations

import pytest

from app.assistant.built_in.everyday.plain_words import in_words_of_the_desk
from app.assistant.built_in.idioms import in_plain_words
from tests.bench.assistant.wordings import load_wordings

BEHIND = ("on feeder 3", "in 2019", "except F0002", "older than 40 years", "compared with P-000310")


@pytest.mark.parametrize("behind", BEHIND)
def test_what_stands_behind_a_question_stays(behind: str) -> None:
    """Over every wording of the bench: numbers and names that are put behind it are there afterwards."""
    given = [word for word in behind.split() if any(sign.isdigit() for sign in word)]
    lost = []
    for wording in load_wordings()[::3]:
        asked = f"{wording.ask.rstrip('?. ')} {behind}"
        plain = in_plain_words(in_words_of_the_desk(asked))
        lost += [asked for word in given if word.lower() not in plain.lower()]
    assert lost == []


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("which transformers have used up the most life on feeder 3", "3"),
        ("how much more could our system carry if feeder 2 trips", "2"),
        ("is P-000300 in good shape compared with P-000310", "P-000310"),
        ("how many momentaries, that is outages under 5 minutes, did feeder 3 have last year", "last year"),
        ("range A limits broken by how many meters yesterday", "yesterday"),
    ],
)
def test_a_turn_that_would_lose_what_narrows_stays(words: str, kept: str) -> None:
    assert kept in in_plain_words(in_words_of_the_desk(words))
