"""Commands about what people wrote: reading it in the chat and taking it away as a table.

What may be read, and whether it is on record, is never decided here.
"""
