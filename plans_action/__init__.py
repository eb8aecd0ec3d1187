"""The strategy and its fiches-action."""
