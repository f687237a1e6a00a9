"""Commands about those who have a role in an organisation."""
