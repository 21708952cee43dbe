"""Long trials, each marked `prove` and with its broken twin. `make prove` runs them; docs/operations.md names them."""
