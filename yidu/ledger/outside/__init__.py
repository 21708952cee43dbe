"""Two scripts that need nothing of Yidu, to be read and run by whoever does not want to trust it.

`verify.py` checks proofs, checkpoints and a whole exported ledger; `witness.py` cosigns. Served at /seals/. They import
nothing but Python's own library and each other, and nothing of Yidu imports what is in them: two ways to one answer.
"""
