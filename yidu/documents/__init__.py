"""What came of suggestions: documents that departments issued, and what of which matter they took up.

What lives here: the record of a document that was issued elsewhere (an action plan, a notice), and what it took up and
what not, in words. What does not: the matters themselves (`yidu.matters`), and papers that Yidu makes.
"""
