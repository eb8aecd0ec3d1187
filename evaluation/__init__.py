"""What it all proves."""
