"""The settings: read once, checked, and the addresses and packs that follow from them.

Only this room reads the environment.
"""
