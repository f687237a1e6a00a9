"""The speed of the product beside that of reference bots. `make bench` runs it all."""
