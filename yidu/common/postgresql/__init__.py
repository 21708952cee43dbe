"""Django's PostgreSQL, with one more rule: a commit at which the server complains was none. See `base`."""
