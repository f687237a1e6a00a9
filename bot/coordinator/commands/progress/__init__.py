"""Commands that tell how far a round is.

They change nothing but when a digest comes, and never tell what somebody replied.
"""
