"""The cards of a conversation."""
