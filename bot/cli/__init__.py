"""The command line: the commands, one module for each family, and what they share.

Each asks and tells. What the chat does too is done by the same act, which asks for the right and has the last
word; a command only refuses early what the act would refuse. No SQL is here.
"""
