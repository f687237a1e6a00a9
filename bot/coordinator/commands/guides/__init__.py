"""The coordinators' command about guides of their own: bringing one in, looking at it, publishing it.

Nothing here reads a document or corrects a line: that is done by the acts, and on the guide's page.
"""
