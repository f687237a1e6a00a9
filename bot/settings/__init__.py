"""The settings: read once, checked, and the addresses and packs that follow from them.

No other room reads the environment.
"""
