"""Guides as packs, their model, the parser with line-numbered problems, and the interface's phrases.

It imports no other package. Nothing here knows a person, a round or a channel.
"""
