"""Commands that tell how far a round is."""
