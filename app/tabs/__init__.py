"""The tabs, independent of each other: what two of them need stands above this folder."""
