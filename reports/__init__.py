"""Replies become report values, and report values become chat text, pictures, HTML, PDF and exports.

Nothing is read from the store or sent from here, and no renderer works out again what its value tells.
"""
