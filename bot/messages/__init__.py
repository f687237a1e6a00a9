"""What all rooms above share: the contract of a channel, what arrived, outbox entries, what follows a commit.

The guides that were read are kept here, and a person's own link into the browser is made here. Nothing here
decides what is said next, sends or waits.
"""
