"""A PagedTable's file: all rows that pass the filter, or a sentence; never a part of them without a word."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.live import MakeQuery, Show
from app.widgets.column import Column
from app.widgets.export import MAX_ROWS, Export
from app.widgets.paged_table import PagedTable
from data_sources.paging import PagedQuery
from data_sources.query import Query
from data_sources.source import Sources
from tests.app.looping import GivenSource


class Limited(GivenSource):
    """As many rows as there are, up to the page's limit."""

    def fetch(self, query: Query) -> pa.Table:
        return super().fetch(query).slice(0, query.values["page_limit"])


class Host:
    def __init__(self, count: int) -> None:
        self.sources = Sources(live=Limited(pa.table({"outage_id": pa.array(range(count), pa.int32())})))

    def live(self, make_query: MakeQuery, show: Show, *, source: str = "live") -> None:
        """Nothing is shown: the file is fetched by itself."""


def export_of(count: int) -> Export:
    columns = [Column("outage_id", "Outage", "number")]
    table = PagedTable(
        Host(count), columns, "outage_id", lambda: PagedQuery.of("outages_page", utility_id=1, as_of=None)
    )
    return Export(table.whole, "outages")


@pytest.mark.parametrize("more", [1, 5000])
def test_more_rows_than_a_file_holds_are_refused(more: int) -> None:
    assert export_of(MAX_ROWS + more).file("csv") == {
        "error": "A file holds at most 1,000,000 rows: choose fewer days, or filter"
    }


def test_as_many_rows_as_a_file_holds_are_all_in_it() -> None:
    content = export_of(MAX_ROWS).file("csv")["content"]
    assert content.count(b"\n") == MAX_ROWS + 1
