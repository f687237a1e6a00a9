"""What was written to each prompt of a round, as those who run it may read it: with names, or shuffled.

Nothing here is for everybody, and no name, team or time ever stands next to a reply that is shuffled.
"""
