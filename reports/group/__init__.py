"""The report of a round for a group: its value, what is withheld, and each form that it takes.

No figure about fewer people than the threshold leaves the value, so no form can show one.
"""
