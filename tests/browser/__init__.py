"""Journeys through real pages in a real browser."""
