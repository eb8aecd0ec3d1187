"""Pages: what everybody sees, what a youth does, what the team does."""
