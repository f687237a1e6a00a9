"""The pages about a round as a whole, for those who run rounds.

Nothing is decided here, and no page needs a script.
"""
