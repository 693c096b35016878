"""Any period of outages played again: who was out at every instant, figures of the instant, the restoration curve."""
