"""What a person did last, worked out from what a decision brings about, so that it can be undone.

Pure. Nothing is undone here, and no card is made.
"""
