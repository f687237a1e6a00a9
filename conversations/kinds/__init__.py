"""How a prompt of each kind is posed and how a reply to it is read: one module for each kind, in one table.

What a card looks like as a whole, what follows from a reply, and who may see it are never in here.
"""
