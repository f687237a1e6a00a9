"""Complaints about how data is used, for whoever has the role to read and answer them.

Nothing of a round is in it: no reply, no figure, and of its writer only what they said of themselves.
"""
