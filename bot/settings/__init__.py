"""The settings: read once, checked, and the limits and addresses that follow from them.

No other room reads the environment.
"""
