"""Outage Management: what is out, who works at it, how reliable it was, and what might fail next."""

from app.tabs.outage_management.tab import OutageManagementTab

__all__ = ["OutageManagementTab"]
