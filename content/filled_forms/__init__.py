"""A council's own form that was filled in, as rooms: what was asked, where it stands, and what stands in it.

Nothing in here knows a guide: what a question is it is told by words, and whose prompt that is others decide.
"""
