"""What a role holder or the operator may do to the store, apart from the cards that ask and answer.

An act is one function: it is given typed facts, who acts and a transaction. It asks the table of permissions,
writes the store and the record, and returns the result, what an undo needs and what follows the commit. The
chat, the command line and any page call the same acts. Never in it: a card, a phrase, a button or a channel.
"""
