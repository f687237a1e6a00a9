"""How long a theme takes, from its words."""
