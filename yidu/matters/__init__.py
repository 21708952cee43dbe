"""What must be done: matters, their handlings, replies and ratings, and the engine that moves them.

What lives here: `take()`, the one entry point, and the effects of the closed vocabulary. What does not: stages,
dates and who may (the programme folder says that), counting (`yidu.ledger`).
"""
