"""Reading what people type or paste: cleaned text, commands, tables.

It never guesses: what cannot be read is reported with its line. Nothing is kept or answered here.
"""
