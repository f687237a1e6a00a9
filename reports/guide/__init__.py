"""A guide itself as a document for people who comment on its words and change them.

Nothing of a round, of a person or of a reply is in it.
"""
