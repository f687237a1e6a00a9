"""Acts on the guides that an organisation brings in itself: its drafts, and publishing them.

Nothing here changes a round: a round that was opened on a guide keeps the text that it had then.
"""
