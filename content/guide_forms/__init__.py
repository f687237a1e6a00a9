"""A whole guide as a document that people comment on and change, and that document as a pack again.

What stands in the document is worked out from the keys of the pack format, so that a new key cannot be
forgotten. Nothing in here knows a round, and nothing writes a file.
"""
