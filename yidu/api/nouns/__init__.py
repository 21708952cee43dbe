"""The nouns of the API, one a file."""
