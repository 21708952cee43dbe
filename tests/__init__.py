"""Tests, mirrored: tests/matters/ tests yidu/matters/. Through the action or through HTTP, on a real PostgreSQL."""
