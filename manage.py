#!/usr/bin/env python
"""Run Django's commands; without DJANGO_SETTINGS_MODULE they run on the development settings."""

import os
import sys


def main() -> None:
    """Hand the command line over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
