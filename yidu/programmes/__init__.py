"""Programme folders: read, check, publish, ask.

What lives here: the grammar of a folder (`grammar/`), the pipeline that turns TOML into frozen objects and
reports every error at once (`loading/`), and the published versions. What does not: what the words of the
grammar do. Effects live in `yidu.matters`, counting in `yidu.ledger`.
"""
