"""Work that goes on without a viewer, for every utility: led by one process, watched by all."""
