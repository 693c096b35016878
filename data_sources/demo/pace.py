"""How fast crews of the demo are: faster than life, so that outages end while one looks. Estimates go by the same."""

from __future__ import annotations

from typing import Final

CREW_KMH: Final = 200.0  # as the crow flies
REPAIR_MINUTES: Final = 8.0  # median time of work on an overhead line with a crew on site
CALL_OUT_S: Final = 150.0  # until a crew is called in where none is free
