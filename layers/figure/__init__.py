"""The Bokeh figure of the map and what lies in it: how things look, not when they change."""
