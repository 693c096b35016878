"""The city that the demo utility serves: land use and streets."""
