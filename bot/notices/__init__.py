"""Notices: what is sent to people who are not looking, whichever carrier takes it.

It must never hold a word that staff wrote, a figure, or the name of a carrier.
"""
