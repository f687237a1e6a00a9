"""What somebody with a role does about single people who are invited, such as correcting their name.

An act here lets nobody in. A mail is only asked for, and sent elsewhere. Never in it: a card, a button or a
sentence.
"""
