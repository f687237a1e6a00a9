"""Reading lists of people as councils have them: what was read as what, and what was left out and why.

A list comes out of whatever program people have. Nothing is refused that can be understood, and nothing is
understood in silence: each guess can be seen and changed by whoever sent the list.
"""
