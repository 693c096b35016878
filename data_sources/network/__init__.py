"""One utility's network as a graph: rows, who feeds whom, traces."""
