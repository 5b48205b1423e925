"""How fast and how right: figures over growing inputs, for `make bench`."""
