"""Word documents and Excel workbooks read into blocks: lines and tables in reading order, with their places.

Nothing of a document vanishes silently: what is no block is a remark. Nothing in here runs what a document
brings, follows a link or fetches anything, and nothing knows a guide, a person or a channel.
"""
