"""Work orders and crews by REST: read by the page, made and moved on by commands, once for a key."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from data_sources.field.orders import CancelWorkOrder
from data_sources.outages.life import ReportOutage
from tests.app.api.server import Runtime, running
from tests.data_sources.field.conftest import desk
from tests.data_sources.field.desk import FieldDesk, check_orders

__all__ = ["desk"]

NEW = {
    "work_type": "repair",
    "title": "New crossarm",
    "asset_kind": "pole",
    "asset_id": 22,
    "permits": [],
    "checklist": [],
}


@pytest.fixture
def served(desk: FieldDesk) -> Iterator[tuple[httpx.Client, Runtime]]:
    with running(desk.source) as (address, runtime), httpx.Client(base_url=address, timeout=120) as client:
        yield client, runtime


@pytest.fixture
def client(served: tuple[httpx.Client, Runtime]) -> httpx.Client:
    return served[0]


def post(client: httpx.Client, path: str, **values: object) -> httpx.Response:
    return client.post(path, json=values)


def test_an_order_is_made_and_done(client: httpx.Client, desk: FieldDesk) -> None:
    made = post(client, "/api/work-orders", **NEW)
    assert made.status_code == 201, made.text
    path = made.headers["Location"]
    assert path == f"/api/work-orders/{made.json()['target_id']}"
    assert post(client, f"{path}/assign", crew_id=1).status_code == 200
    assert client.get("/api/crews").json()["rows"][0]["queued"] == 1
    assert post(client, f"{path}/start").status_code == 200
    seen = client.get(path)
    assert seen.headers["Etag"] == '"3"'
    assert (seen.json()["status"], seen.json()["crew_name"]) == ("in_progress", "Crew 1")
    assert set(seen.json()["commands"]) == {"permit", "tick", "hold", "complete", "edit"}
    refused = post(client, f"{path}/complete", found="Rotten", labour_hours=4)
    assert refused.status_code == 409
    assert "give found_code" in refused.json()["error"]["message"]
    done = post(
        client, f"{path}/complete", found="Rotten", labour_hours=4, found_code="decay",
        materials=[{"material": "Crossarm", "quantity": 1}],
    )  # fmt: skip
    assert done.status_code == 200, done.text
    body = client.get(path).json()
    assert body["materials"] == [{"material": "Crossarm", "quantity": 1.0, "unit": "ea"}]
    assert [one["command"] for one in body["timeline"] if one["outcome"] == "done"][::-1] == [
        "create_work_order", "assign_work_order", "start_work_order", "complete_work_order",
    ]  # fmt: skip
    check_orders(desk.source)


def test_the_same_key_does_it_once_and_a_stale_version_is_told(client: httpx.Client, desk: FieldDesk) -> None:
    first, again = (
        client.post("/api/work-orders", json=NEW, headers={"Idempotency-Key": "tablet-7"}) for _ in range(2)
    )
    assert first.json() == again.json()
    assert len(client.get("/api/work-orders").json()["rows"]) == 1
    path = first.headers["Location"]
    post(client, f"{path}/edit", priority=1)
    late = client.post(f"{path}/edit", json={"priority": 2}, headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert "was changed by" in late.json()["error"]["message"]


def test_pages_and_filters(client: httpx.Client, desk: FieldDesk) -> None:
    numbers = [desk.make(title=f"Work nr{k}", asset_id=(22, 42)[k % 2]) for k in range(7)]
    outage = desk.give(ReportOutage(utility_id=1, device_id=122))
    first = client.get("/api/work-orders", params={"limit": 3}).json()
    rest = client.get("/api/work-orders", params={"limit": 50, "cursor": first["next_cursor"]}).json()
    found = [row["work_order_id"] for row in first["rows"] + rest["rows"]]
    assert found == [*numbers, desk.order_of(outage)]
    assert "next_cursor" not in rest or rest["next_cursor"] is None

    def asked(**params: object) -> list[int]:
        rows = client.get("/api/work-orders", params=params).json()["rows"]  # type: ignore[arg-type]
        return [row["work_order_id"] for row in rows]

    assert asked(q="work nr3 p22") == []
    assert asked(q="WORK NR3") == [numbers[3]]
    assert asked(asset_kind="pole", asset_id=42) == numbers[1::2]
    assert asked(outage_id=outage) == [desk.order_of(outage)]
    assert asked(work_type="outage,vegetation") == [desk.order_of(outage)]
    assert asked(status="assigned") == asked(include="over") == asked(crew_id=1) == []
    bad = client.get("/api/work-orders", params={"status": "done"})
    assert (bad.status_code, bad.json()["error"]["field"]) == (400, "status")


def test_whoever_names_a_state_means_it(client: httpx.Client, desk: FieldDesk) -> None:
    over, open_ = desk.make(), desk.make()
    desk.give(CancelWorkOrder(work_order_id=over, reason="Twice"))

    def asked(**params: str) -> httpx.Response:
        return client.get("/api/work-orders", params=params)

    def numbers(**params: str) -> list[int]:
        return [row["work_order_id"] for row in asked(**params).json()["rows"]]

    assert numbers(status="cancelled") == numbers(status="cancelled", include="over") == [over]
    assert numbers(status="cancelled,created") == [over, open_]
    assert numbers(status="cancelled,created", include="open") == numbers() == [open_]
    for params in ({"status": "cancelled", "include": "open"}, {"status": "created,assigned", "include": "over"}):
        refused = asked(**params)
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "include")
    assert "include=over leaves out every order that is created or assigned" in refused.text


def test_crews_work_their_shifts(client: httpx.Client) -> None:
    ended = post(client, "/api/crews/2/end-shift")
    assert ended.status_code == 200, ended.text
    assert ended.json()["after"] == {"status": "off_shift"}
    assert post(client, "/api/crews/2/end-shift").status_code == 409
    edited = post(client, "/api/crews/2/edit", shift_start="07:00", shift_end="15:30", skills=["vegetation"])
    assert edited.status_code == 200, edited.text
    crew = client.get("/api/crews").json()["rows"][1]
    assert (crew["shift_start"], crew["shift_end"], crew["skills"]) == ("07:00", "15:30", "vegetation")
    assert crew["version"] == 3


def test_what_is_not_there_is_said(client: httpx.Client) -> None:
    assert client.get("/api/work-orders/77").status_code == 404
    gone = post(client, "/api/work-orders/77/start")
    assert (gone.status_code, gone.json()["error"]["message"]) == (404, "There is no work order 77.")
