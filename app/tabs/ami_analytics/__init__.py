"""AMI Analytics: what the meters say, over months, over the map, and against what was sent out."""

from app.tabs.ami_analytics.tab import AmiAnalyticsTab

__all__ = ["AmiAnalyticsTab"]
