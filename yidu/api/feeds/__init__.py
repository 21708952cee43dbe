"""What is open to everybody, for programs that look again by themselves: news as Atom, dates as iCalendar.

Whoever asks is a visitor here, also when signed in: what only some may read never goes into a file that others keep.
"""
