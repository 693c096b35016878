"""The shift log: who is at which desk, what they note, what they hand over. Nothing in it is overwritten."""
