"""Two worlds of one round that differ in what one person did, and every door by which somebody could see it.

No sentence, figure or file that may be seen is listed here: doors are found from the product's own tables.
"""
