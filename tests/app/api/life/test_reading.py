"""GET of an outage that the live database does not hold: the sentence says where it is."""

from __future__ import annotations

import httpx
import pytest


@pytest.mark.parametrize("of", ["", "/switching-sheet.pdf"])
def test_an_outage_that_is_in_the_history_alone_is_said_to_be_there(client: httpx.Client, of: str) -> None:
    """Of the two in the history one lasts there: it is not over, and not of the past."""
    told = {number: client.get(f"/api/outages/{number}{of}").json()["error"]["message"] for number in (1, 2, 987_654)}
    assert told == {
        1: "Outage 1 is in the history; see Replay.", 2: "There is no outage 2.",
        987_654: "There is no outage 987654.",
    }  # fmt: skip
