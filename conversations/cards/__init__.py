"""The cards: what every screen of the conversation says and offers, composed from a view of the facts."""
