"""Words beside marks: none lies over another, and none waits that had room."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from layers.figure.apart import CHARACTER_PX, LINE_PX, apart
from layers.viewport import Viewport

VIEW = Viewport(0.0, 0.0, 4_000.0, 2_000.0, 800, 400)  # 5 m a pixel
PLACES = st.tuples(st.floats(0, 4_000), st.floats(0, 2_000), st.text("abc", min_size=1, max_size=12))


def lie_over(one: tuple[float, float, str], other: tuple[float, float, str]) -> bool:
    left, right = sorted((one, other))
    return right[0] - left[0] < len(left[2]) * CHARACTER_PX * 5 and abs(one[1] - other[1]) < LINE_PX * 5


@given(st.lists(PLACES, max_size=30))
def test_what_is_shown_lies_apart_and_what_waits_has_no_room(marks: list[tuple[float, float, str]]) -> None:
    x, y = np.array([one[0] for one in marks]), np.array([one[1] for one in marks])
    kept = apart(x, y, [one[2] for one in marks], VIEW)
    assert not any(lie_over(marks[a], marks[b]) for a, b in itertools.combinations(kept, 2))
    for waits in set(range(len(marks))) - set(kept):
        assert any(lie_over(marks[waits], marks[other]) for other in kept if other < waits)


def test_a_nearer_look_shows_both() -> None:
    x, y, words = np.array([100.0, 150.0]), np.array([100.0, 100.0]), ["Crew-001", "Crew-002"]
    assert apart(x, y, words, VIEW) == [0]
    assert apart(x, y, words, Viewport(0.0, 0.0, 400.0, 200.0, 800, 400)) == [0, 1]
