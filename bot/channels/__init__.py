"""The ways to and from people, one folder each: what is particular to a channel stands there alone.

No folder imports another. What a message means and what is said next is not decided here.
"""
