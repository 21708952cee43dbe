"""A real site under a write load, killed again and again."""
