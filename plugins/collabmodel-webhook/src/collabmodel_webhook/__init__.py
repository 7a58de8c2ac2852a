"""Notifications as CloudEvents over HTTPS for collabmodel."""
