"""The running application: start, wiring, the web server, health, logs and maintenance.

It knows every other room but the command line. No decision about a message, a reminder or a report is here.
"""
