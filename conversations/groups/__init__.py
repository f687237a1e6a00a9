"""What a round asks of the groups of its people, and whether somebody has finished.

Nothing in it knows a conversation, a card or what anybody wrote.
"""
