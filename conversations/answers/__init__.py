"""The sentence that answers a question about a single fact, before all else about who reads what.

Never the cards on which it stands, and nothing about what somebody wrote.
"""
