"""The document of the projet associatif: its content from the data, what people read of it, PDF and Word."""
