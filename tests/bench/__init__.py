"""The speed of the product next to that of reference bots. `make bench` runs it all."""
