"""The pure centre: arrays in, arrays out."""
