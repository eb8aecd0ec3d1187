"""What the log says of a page where people answer: neither address, nor account, nor browser."""

from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpRequest
from django_structlog import signals

DEBUT = "/q/"


@receiver(
    [
        signals.bind_extra_request_metadata,
        signals.bind_extra_request_finished_metadata,
        signals.bind_extra_request_failed_metadata,
    ]
)
def forget_who_answers(request: HttpRequest, log_kwargs: dict[str, Any], **_signal: Any) -> None:
    """Take away, before a line is written, what would tell who sent an anonymous sheet."""
    if request.path.startswith(DEBUT):
        structlog.contextvars.unbind_contextvars("ip", "user_id")
        log_kwargs.pop("user_agent", None)
