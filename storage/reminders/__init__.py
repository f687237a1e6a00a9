"""Reminders and digests as rows: proposed, claimed, and what happened to them.

Whether and when somebody is reminded is not decided here.
"""
