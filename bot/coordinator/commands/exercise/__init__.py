"""Commands for what a round needs around it: the checklist of the whole exercise, and its letters.

They send nothing to others: a letter is copied or taken as a file. No reply of anybody is in them.
"""
