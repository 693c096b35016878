"""Servers on the loopback that speak the documented protocols of models, as badly as a test wants."""
