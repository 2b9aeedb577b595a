"""How fast it is, measured against the limits that were named for it: `make bench`."""
