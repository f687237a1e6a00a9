"""What is printed to be written on or handed over: prompt sheets and personal links.

No reply is in it: what people write on paper is read in the core.
"""
