"""Rows of a list of outages on their way."""

from __future__ import annotations

from data_sources.importers.lists.rows import ListRows
from data_sources.importers.outages.options import OutageOptions

SheetRows = ListRows[OutageOptions]
