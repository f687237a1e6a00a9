"""Complaints about how data is used: reading and answering them, and writing one in a role.

Nothing of a round is in it: no reply, no figure, and of its writer only what they said of themselves.
"""
