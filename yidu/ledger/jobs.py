"""What the ledger does by itself: folding, sealing, publishing."""
