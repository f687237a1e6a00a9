"""From a message that waits to a step that is saved: the turn, what it brings about, and coming in by a link.

Nothing here knows a channel by name, opens a connection or waits for the network.
"""
