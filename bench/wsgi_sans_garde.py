"""The application with the guard of its sign-ups taken out: the control of the storm, which must oversell."""

from bench.wsgi import application

# isort: split
from bench import sans_garde
from participation import services

services.register_jeune = sans_garde.register_jeune

__all__ = ["application"]
