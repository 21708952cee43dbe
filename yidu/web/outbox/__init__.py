"""What was recorded on a phone without signal: sealed there at once, opened here, taken once.

`envelope` reads what arrives, `receiving` decides what becomes of it, `visits` and `ratings` call the same actions as
the ordinary forms. What cannot be taken is kept, sealed, for its author to look at (`looking`). The other half runs
on the phone: `yidu/web/assets/ts/outbox`. Why it is made this way: docs/decisions/0005-sealed-outbox.md.
"""
