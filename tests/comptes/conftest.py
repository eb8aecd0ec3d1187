"""Fixtures of the accounts."""

import pytest
from django.test import Client
from django.utils import timezone


@pytest.fixture
def client_autre():
    """Another browser."""
    return Client()


@pytest.fixture
def horloge(time_machine):
    """A clock that runs and can be moved on."""
    time_machine.move_to(timezone.now())
    return time_machine
