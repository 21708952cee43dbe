"""Papers: Word files that are made from the data alone, and the file of a member's own year.

What lives here: the sheet as official documents have it, the reply letter of a signed answer, what a member did and
raised in a year. What does not: what is told (that is read from the floors below, as the reader may see it) and pages
(`yidu.web`).
"""
