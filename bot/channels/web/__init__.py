"""The web chat: what browsers post, the store behind their pages, and waking the pages that wait for news.

Pages and their addresses are in the package `web`. Nothing is decided on here.
"""
