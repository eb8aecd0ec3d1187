"""Helpers without a business word and without a table."""
