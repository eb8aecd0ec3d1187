"""Tags of the evaluation."""
