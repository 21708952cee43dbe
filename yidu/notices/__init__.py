"""What goes out to people: reminders of what is due, by the channel that each of them chose.

What lives here: who is to be reminded of what (`due`), the one message of a day (`bundling`), and sending it so that
none is forgotten (`sending`). What does not: when to remind (the programme folder says that), and anything about how
somebody works: a digest lists what to do, it measures nobody.
"""
