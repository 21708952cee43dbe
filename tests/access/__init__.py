"""The matrix of access: every route × every role × every situation, and every action × stage × role.

What should be so is computed here from the programme folders and the few sentences of `oracle.py`; what is so is asked
of the pages over HTTP and of `take`. The two never share code: the oracle reads TOML, not the rules of the program.
"""
