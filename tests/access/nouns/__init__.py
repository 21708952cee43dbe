"""Objects of the later parts: dates and look-backs, what is sent in, what programs ask for."""
