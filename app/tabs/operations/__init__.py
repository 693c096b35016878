"""The Operations Dashboard: KPI row, live map, active outages, what is selected, feed of events."""

from app.tabs.operations.tab import OperationsTab

__all__ = ["OperationsTab"]
