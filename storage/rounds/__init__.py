"""Rounds, who is invited to them, the conversations in them and the ledger of replies.

A correction is a further version, and no reply is changed in place except by one module:
``words_moved`` takes words out of every version.
"""
