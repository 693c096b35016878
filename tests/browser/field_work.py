"""Work for the browser tests of Field Operations."""

from __future__ import annotations

from pathlib import Path

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.connect import connect_live
from data_sources.field.orders import CreateWorkOrder

ORDERS = 6


def make_orders(home: Path) -> None:
    """Orders at transformers, none but these open, and crews that work around the clock."""
    live = connect_live(None, home)
    with live.source.connection() as connection:
        connection.execute(
            "UPDATE flux.work_orders SET status = 'cancelled', crew_id = NULL, completed_at = NULL "
            "WHERE status NOT IN ('completed', 'cancelled')"
        )
    orders = [
        Order(
            CreateWorkOrder(
                utility_id=1, work_type="repair", title=f"Mend bushing {k}", asset_kind="transformer", asset_id=10 + k,
                priority=1, skill="line", estimated_hours=1, permits=(), checklist=("Briefing",),
            )
        )
        for k in range(ORDERS)
    ]  # fmt: skip
    Commands(live.source).run_all(orders, by=Principal("maria", "operator"))
    with live.source.connection() as connection:
        connection.execute(
            "UPDATE flux.crews SET status = 'available', shift_start = NULL, shift_end = NULL, members = 2"
        )
        connection.execute(
            "UPDATE flux.crews SET skills = array_append(skills, 'line') WHERE NOT 'line' = ANY (skills)"
        )
    live.close()
