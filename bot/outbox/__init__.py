"""Sending what waits: one queue, pace and record for each channel that has something to deliver.

What an entry says is decided elsewhere, and how a channel sends it stands in the channel's folder.
"""
