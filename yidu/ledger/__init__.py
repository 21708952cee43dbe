"""Steps, entries, figures, seals, the audit.

What lives here: what happened (a step for every change) and what it counts for (entries), both written in the
transaction of the change and never altered afterwards; sums over entries; the Merkle tree over them. What does
not: what an activity or a matter is. Those state what they are (`statements.py`) and the rules count it.
"""
