"""What the pages of those who run rounds ask of the rest of the product, as values and small interfaces.

No page is in here, and nothing that knows the store or how a right is checked.
"""
