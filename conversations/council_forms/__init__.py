"""A council's own form matched to a guide: by codes, by numbers and by words, and never by a guess.

What cannot be matched is listed with its place. Nothing in here keeps a reply or knows whose form it is.
"""
