"""Mail as a carrier: notices go out by SMTP, and nothing is heard.

It gives a notice the form of a mail. It must never hold what a notice says, nor a word that staff wrote.
"""
