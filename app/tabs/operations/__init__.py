"""The Operations Dashboard: KPI row, live map of the network, active outages, what is selected, and the feed of events."""

from app.tabs.operations.tab import OperationsTab

__all__ = ["OperationsTab"]
