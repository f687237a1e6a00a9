"""Rounds, who is invited to them, the conversations in them and the ledger of replies."""
