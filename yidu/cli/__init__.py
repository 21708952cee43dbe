"""The one door."""
