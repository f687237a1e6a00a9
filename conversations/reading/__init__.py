"""Reading what people type, paste or write on paper: cleaned text, commands, tables, codes.

It never guesses: what cannot be read is reported with its line. Nothing is kept or answered here.
"""
