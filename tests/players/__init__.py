"""Players: they hold the same conversations with the product, each through another door."""
