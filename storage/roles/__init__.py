"""Organisations, those who have a role in them, and the record of what they did.

The record is only added to: no function changes or removes an entry.
"""
