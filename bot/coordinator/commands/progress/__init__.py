"""Commands that show how far a round is.

They change nothing except when a digest comes, and never show what somebody replied.
"""
