"""People sit down together: 协商. A topic is a matter; what is prepared, said and agreed at the table lives here.

What lives here: sessions with who is asked and who came, statements, the points that were settled and how people stood
to them, outcomes, and what those who took part say months later. What does not: the topic and what became of an agreed
point, which are matters (`yidu.matters`), and papers made from all this (`yidu.briefs`).
"""
