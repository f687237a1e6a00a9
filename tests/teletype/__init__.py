"""A channel that lives in the tests only: a teletype, whose paper can only be printed on and typed on.

It is added as any channel is: this folder, and one line in the table that the application is given. It shows
no buttons, pictures or files, and changes nothing that is printed.
"""
