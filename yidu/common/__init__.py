"""Floor 0: what every app stands on and what knows nothing of committees, members or matters.

What lives here: the clock, working days and deadlines, Chinese text, identifiers, pictures, and the frame of an
action (`actions`, `actors`, `errors`). What does not: models, pages, and any rule of the consultative committee.
"""
