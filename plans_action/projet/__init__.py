"""The document of the projet associatif around its fiches: its parts, how they are written, and their history."""
