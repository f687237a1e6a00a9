"""Commands about who is invited: links, the list of people, replies given on paper.

Nothing here decides what a participant is asked next.
"""
