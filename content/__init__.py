"""Guides as packs, their model, the parser with line-numbered problems, and the interface's phrases."""
