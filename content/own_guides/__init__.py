"""An organisation's own guide as a draft: what is wrong with it, line by line, and in which words.

Nothing in here reads a document or the store, and no rule about packs is made here.
"""
