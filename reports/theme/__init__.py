"""The report of one theme for one person: its value and each form that it takes.

It has no place for a name, and never shows a mean of ratings.
"""
