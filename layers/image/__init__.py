"""One image of a view: what its layers drew, laid over each other in tiles, in colours, as PNG, and kept by bytes."""
