"""How links reach the people they are for: given to a coordinator to pass on, or sent by mail.

It shows what will go and what happened to it. What a link or a mail is, is never decided here.
"""
