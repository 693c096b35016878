"""GET /api/reliability over the hand-made utility: its units, scopes, periods and refusals."""

from __future__ import annotations

from typing import Any

import httpx
import pyarrow as pa
import pytest

from app.api.negotiate import ARROW
from data_sources.history.reliability_groups import GROUP_ROWS


def ask(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    answer = client.get("/api/reliability", params=asked)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_an_outage_of_the_history_counts(client: httpx.Client) -> None:
    """Three customers for 90 minutes on 7 March; the one that lasts there is not over, and not of the history."""
    told = ask(client, from_day="2026-03-01", to_day="2026-04-01", by="cause")
    rows = {row["group_name"]: row for row in told["rows"]}
    assert (rows["animal"]["customer_interruptions"], rows["animal"]["customer_minutes"]) == (3, 270)
    assert "storm" not in rows
    whole = told["parts"]["all_in"]
    assert whole["customer_minutes"] == pytest.approx(sum(row["customer_minutes"] for row in told["rows"]))
    assert whole["saidi_minutes"] == pytest.approx(whole["customer_minutes"] / told["customers_served"])
    assert told["is_simulated"] is True
    assert told["as_of"].endswith("Z")
    assert 0 <= told["age_s"] < 360  # one record in five minutes, shared by sessions and requests


def test_it_says_what_is_missing_and_what_that_needs(client: httpx.Client) -> None:
    told = ask(client, from_day="2026-03-01", to_day="2026-04-01")
    assert told["needs"]["without_major_event_days"] == "two days with interruptions in the years before"
    assert "without_major_event_days" not in told["parts"]
    assert told["thresholds"][0]["t_med_minutes"] is None
    assert told["over_customers"] is None


def test_a_feeder_refers_to_its_own_customers(client: httpx.Client) -> None:
    whole, one = ask(client, by="feeder"), ask(client, feeder_id=1, by="feeder")
    served = {row["group_id"]: row["customers_served"] for row in whole["rows"]}
    assert (one["scope"], one["scope_id"]) == ("feeder", 1)
    assert one["customers_served"] == served[1] < whole["customers_served"]
    assert [row["group_id"] for row in one["rows"]] == [1]


def test_rows_come_as_arrow_too(client: httpx.Client) -> None:
    answer = client.get("/api/reliability", params={"by": "feeder"}, headers={"Accept": ARROW})
    assert pa.ipc.open_stream(answer.content).read_all().schema.names == GROUP_ROWS.names


@pytest.mark.parametrize(
    ("asked", "field", "status"),
    [
        ({"feeder_id": 1, "substation_id": 1}, "feeder_id", 400),
        ({"from_day": "2026-03-01"}, "to_day", 400),
        ({"from_day": "2026-03-02", "to_day": "2026-03-02"}, "to_day", 400),
        ({"from_day": "1767225600", "to_day": "2026-03-02"}, "from_day", 400),
        ({"year": 2026, "from_day": "2026-03-01", "to_day": "2026-03-02"}, "year", 400),
        ({"year": 2037}, "year", 400),
        ({"from_day": "2036-03-01", "to_day": "2036-03-02"}, "from_day", 400),
        ({"by": "moon"}, "by", 400),
        ({"feeder_id": 99_999}, "feeder_id", 404),
        ({"substation_id": 99_999}, "substation_id", 404),
    ],
)
def test_what_cannot_be_answered_is_refused_by_field(
    client: httpx.Client, asked: dict[str, Any], field: str, status: int
) -> None:
    answer = client.get("/api/reliability", params=asked)
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)
