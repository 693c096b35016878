"""An answer's text: one or two sentences whose every number and name is a cell of what is shown."""
