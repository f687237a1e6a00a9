"""Days and hours as people mean them: dates in words, working hours, when somebody may be reminded.

Nothing here asks the clock, and nothing knows a card or a round.
"""
