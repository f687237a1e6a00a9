"""What all rooms above share: the contract of a channel, what arrived, outbox entries, what follows a commit.

Nothing here decides, sends or waits.
"""
