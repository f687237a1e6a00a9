"""Reading what people type or paste: cleaned text, commands, tables, and words that look like something else.

A line that cannot be read is reported, and what only looks like something is a question for its writer:
nothing is kept, changed or answered here.
"""
