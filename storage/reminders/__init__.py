"""Reminders and digests as rows: proposed, claimed, and what happened to them."""
