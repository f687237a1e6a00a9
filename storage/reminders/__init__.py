"""Reminders and digests as rows: proposed, claimed, and what happened to them.

When somebody is reminded is not decided here. Only as a row is claimed, it looks once more at whether they
still are.
"""
