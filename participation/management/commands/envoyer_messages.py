"""By hand, what the clock does every five minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.tasks import send_late_messages


class Command(BaseCommand):
    """Queue the messages about séances that did not leave."""

    help = "Remet en file les messages aux jeunes qui ne sont pas partis."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue and say how many."""
        self.stdout.write(f"Messages remis en file : {send_late_messages()}")
