"""The demo: invented people and the doors to try them; never in production."""
