"""What was found, on one page for a round and one for each theme: titles, dots, boxes of coded statements.

Nothing is worked out here that the report's value does not tell, and no page says a total, a mean or a place
in a row of themes.
"""
