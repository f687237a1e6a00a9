"""Mail as a carrier: notices go out by SMTP, and nothing is heard.

It must never hold what a notice says, nor a word that staff wrote; it gives a notice the form of a mail.
"""
