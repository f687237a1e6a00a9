"""Doubts about words that were kept as a reply: which words raise one, and which still wait for an answer.

Pure. Nothing is asked or kept here.
"""
