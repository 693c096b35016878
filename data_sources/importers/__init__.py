"""Somebody else's network, readings and weather, made ours."""
