"""The report of a round for a group: its value, what is withheld, and each form that it takes."""
