from __future__ import annotations

import httpx
import pytest

from app.api.errors import ApiError
from app.api.params import AssetParams, UtilityParams, read

ASSETS = "/api/postgres/grid/assets"
FEEDERS = "/api/topology/feeders"
CONNECTIONS = "/api/topology/connections"


def test_lists_and_boxes_are_read() -> None:
    given = {"bbox": [b"-95.5, 29.5,-95,30"], "type": [b"pole,meter"], "circuits": [b"1,2"], "limit": [b"5"]}
    params = read(AssetParams, given)
    assert params.bbox == (-95.5, 29.5, -95.0, 30.0)
    assert params.type == ("pole", "meter")
    assert params.circuits == (1, 2)
    assert params.limit == 5
    assert params.ids is None


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ApiError) as caught:
        read(UtilityParams, {"utility_id": [b"\xff"]})
    assert (caught.value.status_code, caught.value.field) == (400, "utility_id")


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/api/health", "x=1", "x"),
        ("/api/kpis", "utility=7", "utility"),
        ("/api/kpis", "utility_id=seven", "utility_id"),
        ("/api/kpis", "utility_id=99999999999", "utility_id"),
        ("/api/kpis", "utility_id=-1", "utility_id"),
        ("/api/kpis", "utility_id=0_7", "utility_id"),  # Python reads it as 7
        (ASSETS, "bbox=1_0,2,30,4", "bbox"),
        ("/api/kpis", "utility_id=7&utility_id=7", "utility_id"),
        ("/api/kpis", "utility_id=%FF", "utility_id"),
        (ASSETS, "bbox=1,2,3", "bbox"),
        (ASSETS, "bbox=1,2,3,x", "bbox"),
        (ASSETS, "bbox=nan,1,2,3", "bbox"),
        (ASSETS, "bbox=3,1,2,3", "bbox"),
        (ASSETS, "bbox=170,1,190,3", "bbox"),
        (ASSETS, "type=tree", "type"),
        (ASSETS, "type=", "type"),
        (ASSETS, "circuits=1,b", "circuits"),
        (ASSETS, "type=pole&ids=" + ",".join("1" * 1001), "ids"),
        (ASSETS, "ids=10", "type"),
        (ASSETS, "limit=0", "limit"),
        (ASSETS, "limit=10001", "limit"),
        (ASSETS, "cursor=;drop", "cursor"),
        (ASSETS, "cursor=pole.99999999999", "cursor"),
        (ASSETS, "type=meter&cursor=pole.10", "cursor"),
        (FEEDERS, "feeder_id=F0001", "feeder_id"),
        (FEEDERS, "substation_id=1.5", "substation_id"),
        (CONNECTIONS, "type=pole", "type"),
        (CONNECTIONS, "limit=many", "limit"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(client: httpx.Client, path: str, query: str, field: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["field"] == field
    assert error["message"].endswith(".")


def test_an_unknown_utility_is_not_found(client: httpx.Client) -> None:
    for path in ("/api/kpis", "/api/postgres/substations/status", ASSETS, FEEDERS, CONNECTIONS):
        answer = client.get(path, params={"utility_id": 8})
        assert answer.status_code == 404
        assert answer.json()["error"]["field"] == "utility_id"
