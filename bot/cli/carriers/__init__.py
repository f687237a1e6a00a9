"""What is typed at the computer about one carrier, such as trying out whether mails can be sent.

It sends nothing to people who take part. No other command is here.
"""
