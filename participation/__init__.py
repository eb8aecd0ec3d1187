"""What youths do together."""
