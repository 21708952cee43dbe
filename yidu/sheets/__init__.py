"""Lists that come in from a spreadsheet and go out again.

What lives here: reading a file without trusting it, the columns of each kind of record, comparing its rows with what is
there, and writing files in which nothing runs. What does not: rules (they are those of the single actions below) and
pages (`yidu.web`).
"""
