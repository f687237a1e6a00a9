"""The page as an app on somebody's device: what it is called there, and what it shows without a connection.

All of it is the same for everybody. Nothing that anybody wrote or was told may ever be part of it, because a
browser keeps it for whoever uses the device.
"""
