"""Commands for those who write guides and translations: checking, trying, bringing in and translating.

Nothing here opens the store or changes a round: a guide gets into a round by the commands next to this room.
"""
