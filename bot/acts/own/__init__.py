"""What somebody does about themselves, which needs no role: trying again, their language, their complaints.

An act here takes the transaction and who it is, so that the commands and the conversation call the same one.
No permission is asked for, nothing goes on record and nothing can be undone. Never in it: a card or a button.
"""
