"""What a round needs around it, as text and files: letters, the meeting's agenda, a calendar, a table.

Only what is published already is in it. Nothing of single people's replies, and nothing from before closing.
"""
