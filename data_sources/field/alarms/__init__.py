"""Alarms of a utility: rules over quantities, the engine that judges them, the commands that people give."""
