"""Yidu 义渡: record once, answer every voice, prove every figure. The map is docs/architecture.md."""

__version__ = "0.1.0"
