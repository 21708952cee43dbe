"""A connection past the pool: for whoever must know at once, or holds one for as long as it lives."""

from __future__ import annotations

import psycopg
from django.db import connection

OURS = ("cursor_factory", "context", "prepare_threshold")
"""What Django adds for its own use of a connection."""


def connect(name: str, *, seconds: int) -> psycopg.Connection:
    """Connect under a name that `pg_stat_activity` shows; every statement commits by itself. Raises psycopg.Error."""
    parameters = connection.get_connection_params()
    chosen = {key: value for key, value in parameters.items() if key not in OURS}
    return psycopg.connect(**{**chosen, "application_name": name}, autocommit=True, connect_timeout=seconds)
