"""Rows of a small answer by a quantity: those within limits, in order; what is not known is left out."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


def within(rows: pa.Table, by: str, above: float | None, below: float | None, order: str = "most") -> pa.Table:
    """Rows whose quantity is known and within the limits, the most or the least first; of equals in their order.

    Args:
        rows: any.
        by: column of the quantity.
        above: exclusive; None for none.
        below: exclusive; None for none.
        order: "most" or "least".
    """
    chosen = pc.is_valid(rows[by])
    if above is not None:
        chosen = pc.and_(chosen, pc.greater(rows[by], above))
    if below is not None:
        chosen = pc.and_(chosen, pc.less(rows[by], below))
    kept = rows.filter(pc.fill_null(chosen, False))
    return kept.sort_by([(by, "descending" if order == "most" else "ascending")])
