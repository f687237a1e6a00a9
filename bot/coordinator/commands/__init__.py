"""What coordinators and readers can ask for, by subject. A command only asks, shows and tells."""
