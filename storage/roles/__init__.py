"""Organisations: who has a role in them, what these did, complaints to them, and how long they keep data.

The record of what was done is only added to: no function changes or removes an entry.
"""
