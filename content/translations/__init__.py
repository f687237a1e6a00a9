"""Translations of the interface: read from their files, checked as packs are, with every slip named.

A phrase with a slip is said in English. Nothing here may raise for what a translator wrote.
"""
