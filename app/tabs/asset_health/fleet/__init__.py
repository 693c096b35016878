"""All assets: on the map, by their values, and ranked; what is brushed in one narrows the others."""
