"""The view of cascades: which failure to fear, how it spreads, what it costs, what helps. It operates nothing."""
