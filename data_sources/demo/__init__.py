"""The seeded demo utility, its readings, weather and simulator: one customer among others."""
