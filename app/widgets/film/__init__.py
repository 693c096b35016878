"""A map that is a film: its time bar, and the picture of the frame wanted."""
