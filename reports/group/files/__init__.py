"""The group's report as files: a page, a PDF, a Word document, and its figures as tables.

All of them place the same words and values. What may be told is decided before, and never here.
"""
