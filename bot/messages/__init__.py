"""The values that every room above shares: what arrived, what goes into the outbox, what follows a commit.

Nothing here decides, sends or waits.
"""
