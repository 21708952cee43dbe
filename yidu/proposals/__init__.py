"""What members write before it is a matter: drafts with their wordings, co-signers, sources; and handing in.

What lives here: the text while it is private, who confirmed to sign it, from what it came, and finding what is alike.
What does not: what becomes of it once it is handed in (it is a matter then, and its procedure says that), and which
kinds are written at all, how long, and who signs for a sector: the programme folder says so (`[KIND.writing]`).
"""
