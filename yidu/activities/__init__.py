"""What was done: visits, site inspections, classes. One short form; an activity raises any number of matters.

What lives here: activities and their photos. What does not: what must be done about what was heard (`yidu.matters`).
"""
