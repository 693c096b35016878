"""The demo utility as rows of the schema: network, customers, first live state, outage history."""
