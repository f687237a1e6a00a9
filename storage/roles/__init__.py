"""Organisations, those who have a role in them, and the record of what they did."""
