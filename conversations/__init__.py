"""The core: what is said next. Facts and a message go in, a step comes out.

It is pure: no async, no clock, no SQL, no Telegram, no HTTP.
"""
