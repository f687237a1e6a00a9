"""What is erased by itself, after a round or a complaint's answer: when, and what each class takes.

Nothing of a round that is open goes here, and nothing that was not announced, except a complaint that its
writer takes back.
"""
