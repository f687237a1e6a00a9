"""How long it takes to go through a theme, from the words in it.

Nothing in here knows a guide, a person or a phrase of the interface.
"""
