"""Whatever is asked, the API answers with 200, 400, 404 or 406, in its own form, and never fails inside."""

from __future__ import annotations

from urllib.parse import quote_from_bytes

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.endpoints import ENDPOINTS
from app.api.negotiate import ARROW, GEOJSON, JSON

NUMBERS = st.integers(-5, 2**40).map(str) | st.floats().map(str)
LISTS = st.lists(NUMBERS | st.sampled_from(["pole", "meter", "head", "segment"]), max_size=5).map(",".join)
VALUES = st.one_of(NUMBERS, LISTS, st.text(max_size=20), st.sampled_from(["pole.10", "meter.0", "1,2,3,4", "7"]))
NAMES = sorted({name for one in ENDPOINTS for name in one.params.model_fields})
QUERY = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), VALUES | st.binary(max_size=8), max_size=4)
ACCEPT = st.sampled_from(["", "*/*", JSON, GEOJSON, ARROW, "text/html", ";;,q=", "application/json;q=x"])


def _query(given: dict[str, str | bytes]) -> str:
    parts = []
    for name, value in given.items():
        encoded = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        parts.append(f"{quote_from_bytes(name.encode('utf-8', 'surrogatepass'))}={quote_from_bytes(encoded)}")
    return "&".join(parts)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(path=st.sampled_from([one.path for one in ENDPOINTS]), query=QUERY, accept=ACCEPT)
def test_no_request_makes_it_fail(client: httpx.Client, path: str, query: dict[str, str | bytes], accept: str) -> None:
    answer = client.get(f"{path}?{_query(query)}", headers={"Accept": accept})
    assert answer.status_code in (200, 400, 404, 406), (answer.status_code, answer.text)
    if answer.status_code != 200:
        assert set(answer.json()["error"]) == {"field", "message"}
