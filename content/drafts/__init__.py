"""A document that was read becomes the draft of a guide: which of its words were read as what, and where.

Nothing is guessed in silence: each line of the document has its reading, and one that fits nowhere says so.
Nothing in here knows a file, a round or a channel, and no draft is a guide before somebody has looked at it.
"""
