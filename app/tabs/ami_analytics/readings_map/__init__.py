"""All meters on the map, coloured by what they read, and a day as a film."""
