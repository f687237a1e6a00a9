"""How far a round is: its value, its words and its picture."""
