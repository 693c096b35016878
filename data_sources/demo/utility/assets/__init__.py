"""What the demo knows of its assets: how they wear, what failed, what inspections found, nameplates, trees."""
