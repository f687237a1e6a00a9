"""Mails to people who are invited, and about news to who takes part: where each goes, what happened to it.

A mail here is a request. What goes out is an entry of the outbox, and no code, no word and no address of a
mail is kept in this room.
"""
