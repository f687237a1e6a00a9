"""An organisation's own guides in words, for cards and pages: what each is, its lines, and its versions.

Nothing in here changes a guide or checks a right.
"""
