"""Packs of format 2: their keys, what one key demands of another, and the guide that they are read into.

Format 1 is not changed by anything in here, and nothing outside ``content`` knows which format a guide had.
"""
