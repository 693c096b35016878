"""From trouble calls and lossy last-gasp messages to the device that opened: a likelihood over the tree of devices."""
