"""What a round needs around it: the tasks of the whole exercise with their days, and which letters there are.

Nothing in it knows a store, a card or what anybody replied.
"""
