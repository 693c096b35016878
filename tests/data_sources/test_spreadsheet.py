"""Names that begin like a formula stay names in a spreadsheet (fault M12)."""

from __future__ import annotations

import pyarrow as pa
import pytest

from data_sources.spreadsheet import inert, inert_column

TEXTS = {
    "=1+1": "'=1+1", "+49 40 1234": "'+49 40 1234", "-Nord": "'-Nord", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1",
    "\r=1": "'\r=1", "\n=1": "'\n=1", "\uff1d1+1": "'\uff1d1+1", "-5": "-5", "+1.5e3": "+1.5e3", "": "", "Ölmühle": "Ölmühle",
    "a=b": "a=b", "-5\n=1": "'-5\n=1",
}  # fmt: skip


@pytest.mark.parametrize(("text", "cell"), TEXTS.items())
def test_text_that_begins_like_a_formula(text: str, cell: str) -> None:
    assert inert(text) == cell


def test_a_column_says_the_same_as_each_of_its_cells() -> None:
    column = pa.chunked_array([pa.array([*TEXTS, None])])
    assert inert_column(column).to_pylist() == [*TEXTS.values(), None]
    assert inert_column(column.dictionary_encode()).to_pylist() == [*TEXTS.values(), None]
    numbers = pa.chunked_array([pa.array([-1.5, None])])
    assert inert_column(numbers) is numbers
