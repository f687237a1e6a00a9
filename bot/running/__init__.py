"""What keeps a part of the application going: one loop for all that works until it is stopped.

It knows nothing of what the parts do: no message, no job, no channel.
"""
