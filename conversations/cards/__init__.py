"""The cards: what every screen of the conversation says and offers, composed from a view of the facts.

A card changes nothing and decides nothing about a message.
"""
