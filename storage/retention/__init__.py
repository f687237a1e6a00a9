"""What is erased by itself after a round: when, what was said of it before, and what each class takes.

Nothing of a round that is open goes here, and nothing that was not announced.
"""
