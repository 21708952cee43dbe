"""Committees, organisations, persons and their appointments, stations, projects under supervision.

What lives here: who there is, and who is what from which day to which day. What somebody may do follows from
these appointments alone (`rules.py`). What they did and what must be done lives above.
"""
