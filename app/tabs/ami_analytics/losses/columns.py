"""Columns of the tables under Suspects."""

from __future__ import annotations

from app.widgets.column import Column

COLUMNS = {
    "theft": [Column("kwh_per_day", "Missing, kWh a day", "number", 1)],
    "stuck": [Column("since_day", "Since", "day")],
    "wrong_transformer": [Column("suggested_name", "Follows", "text")],
}
SCORE_COLUMNS = [
    Column("kind", "Kind", "words"), Column("group", "Checked by", "words"), Column("planted", "Planted", "number"),
    Column("flagged", "Flagged", "number"), Column("hits", "Right", "number"),
    Column("precision_pct", "Precision, %", "number"), Column("recall_pct", "Recall, %", "number"),
    Column("at_k_pct", "At k, %", "number"),
]  # fmt: skip
CLOSE_COLUMNS = [
    Column("kind", "Sign of", "words"), Column("meter_name", "Meter", "text"),
    Column("transformer_name", "Recorded at", "text"), Column("score_pct", "Score, %", "number", 1),
    Column("is_flagged", "Flagged", "flag"),
]  # fmt: skip


def columns_of(kind: str) -> list[Column]:
    """Of the list of one kind of suspects."""
    return [
        Column("rank", "Rank", "number"), Column("meter_name", "Meter", "text"),
        Column("feeder_name", "Feeder", "text"),
        Column("transformer_name", "Recorded at", "text"), *COLUMNS[kind], Column("score_pct", "Score, %", "number", 1),
        Column("is_flagged", "Flagged", "flag"), Column("basis", "Checked by", "words"),
    ]  # fmt: skip
