"""Measures: each script prints ratios of one run, and what it compared."""
