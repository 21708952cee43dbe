"""The one door: what starts, what stops, and what it says."""
