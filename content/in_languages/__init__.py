"""A guide in several languages: one after another in one file, or a file for each.

Nothing here reads a file or makes a guide, and no rule of a format is in here.
"""
