"""What a round is for its people: its days and who sees what, what it asks of groups, who has finished.

Nothing in it knows a conversation, a card or what anybody wrote.
"""
