"""Function views, one noun a file."""
