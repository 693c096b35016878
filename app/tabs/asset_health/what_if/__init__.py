"""The whole fleet before and after: more load, electric vehicles, a hotter summer."""
