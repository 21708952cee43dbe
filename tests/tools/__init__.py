"""The checks of the repository find what they are there to find."""
