"""The registry of measures: what the house knows how to count, declared beside the facts by each room."""
