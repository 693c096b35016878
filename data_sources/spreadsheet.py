"""Text that other people's programs made, on its way into a CSV file that somebody opens in a spreadsheet.

A cell that begins with = + - @, a tab or a line break is a formula there, whoever wrote it (OWASP, CSV injection): a
name in the data must stay a name. Such text gets an apostrophe in front, which a spreadsheet shows as text; plain
numbers are none of it. Files for programs (Parquet, JSON) hold the text as it is.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

BOM = b"\xef\xbb\xbf"  # tells Excel that what follows is UTF-8
_FORMULA = "^[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet reckons with."""
    return f"'{text}" if re.search(_FORMULA, text) and not re.search(_NUMBER, text) else text


def inert_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same of a column; one that holds no text is left as it is."""
    if pa.types.is_dictionary(column.type):
        return inert_column(column.cast(column.type.value_type))
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    is_formula = pc.and_not(pc.match_substring_regex(column, _FORMULA), pc.match_substring_regex(column, _NUMBER))
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", column, ""), column)
