"""What is bold, a list or a link in a pack's texts: one form of it, how it is read, and how it is drawn.

No channel, no page and no document is known here, and nothing that anybody but a pack's author wrote is read.
"""
