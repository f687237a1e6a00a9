"""The sentence that answers a question about a single fact, and stands first.

Never the cards on which it stands, and nothing about what somebody wrote.
"""
