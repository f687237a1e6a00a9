"""The pages of an organisation's own guides: the list, a guide, its lines, and going through it.

Nothing is decided here, and no page needs a script.
"""
