"""Rounds, who is invited to them, the conversations in them and the ledger of replies.

A reply is never changed in place: a correction is a further version.
"""
