"""Replies become report values, and report values become chat text, pictures, HTML, PDF and exports."""
