"""Guides that organisations bring in themselves, as rows: drafts line by line, and the versions published.

No word of what people reply is ever in here, and no name of whoever corrects a guide.
"""
