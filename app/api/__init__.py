"""The REST API: `ROUTES` for `panel serve app --plugins app.api`.

Read downwards: `endpoints` lists what is answered, `handler` speaks HTTP, `encode` turns Arrow rows into JSON,
GeoJSON and Arrow, `openapi` writes the document. Handlers only bind values to named queries; the SQL is
in `data_sources/sql`.
"""

from __future__ import annotations

from app.api.routes import build_routes
from app.wiring import runtime

ROUTES = build_routes(runtime)
