"""The application: settings, command line, wiring, intake and delivery, the Telegram channel."""
