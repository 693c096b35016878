"""The layers of the network that every map knows, one file each."""
