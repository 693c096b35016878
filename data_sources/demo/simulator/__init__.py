"""A demo utility that lives: loads, faults, crews, restorations."""
