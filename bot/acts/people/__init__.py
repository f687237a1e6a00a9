"""What somebody with a role does about single people who are invited, such as correcting their name.

An act here lets nobody in and sends nothing to anybody. Never in it: a card, a button or a sentence.
"""
