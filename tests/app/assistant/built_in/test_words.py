"""Words brought to one form; a slip of the keys is found, a name is not bent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assistant.built_in.words import is_one_slip, near_words, normal, plain, singular, tokens_of

LETTERS = st.text(alphabet="abcdefgh", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("word", "is_"),
    [("Xfmrs", "transformer"), ("tx's", "transformer"), ("fdr", "feeder"), ("Circuits", "feeder"), ("WO", "work order"),
     ("custs", "customer"), ("losses", "loss"), ("switches", "switch"), ("fuses", "fuse"), ("ties", "tie"),
     ("batteries", "battery"), ("status", "status"), ("energised", "energized"), ("buses", "buse"), ("max", "highest")],
)  # fmt: skip
def test_one_form(word: str, is_: str) -> None:
    assert normal(word) == is_


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("over 80% of tx 1-5", ["over", "80", "percent", "of", "transformer", "1-5"]),
        ("110C, 24h and 1,250.5 kW", ["110", "c", "24", "h", "and", "1,250.5", "kw"]),
        ("de-energized LINE.632633", ["de", "energized", "line.632633"]),
    ],
)
def test_pieces(text: str, norms: list[str]) -> None:
    assert [one.norm for one in tokens_of(plain(text))] == norms


@given(st.text(max_size=60))
def test_pieces_stand_where_they_say(text: str) -> None:
    found = plain(text)
    for token in tokens_of(found):
        assert 0 <= token.start < token.end <= len(found)
        assert token.text == found[token.start : token.end]


@given(LETTERS)
def test_a_singular_has_no_other_singular(word: str) -> None:
    assert singular(singular(word)) in (singular(word), singular(singular(word)))


@given(LETTERS, LETTERS)
def test_a_slip_goes_both_ways(one: str, other: str) -> None:
    assert is_one_slip(one, other) == is_one_slip(other, one)
    assert not is_one_slip(one, one)


def test_a_slip_of_the_keys_is_found_and_a_short_word_is_left_alone() -> None:
    known = {"transformer", "solar", "panel", "voltage", "done", "interruption"}
    assert near_words("trasformer", known) == ["transformer"]
    assert near_words("voltgae", known) == ["voltage"]
    assert near_words("interuption", known) == ["interruption"]
    assert near_words("drone", known) == []
    assert near_words("zebra", known) == []
