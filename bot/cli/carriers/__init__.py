"""What is typed at the computer about one carrier, such as trying out whether mails can be sent.

It opens no store. No other command is here.
"""
