"""Sending what waits: one queue, pace and record for each channel that has something to deliver.

Nothing here decides what an entry says, and how a channel sends it is in the channel's folder.
"""
