"""How far a round is: its value, its words and its picture.

No words of a reply are in it, and who has not begun is named only where the round is not anonymous.
"""
