"""Broken twins: each module breaks the product in one way when it is loaded, so that a campaign must fail.

A twin is loaded into the product's process by the nursery, and by nothing else.
"""
