"""What the suite refuses in every test, and how it sees it."""

import contextlib
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.template.base import Node
from django.utils.html import strip_tags

RACINE = Path(__file__).resolve().parents[1]
GABARITS = RACINE / "templates"
_LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "")
_WRITE = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?([a-z_0-9]+)', re.IGNORECASE)
# Words that a French page has no reason to show; checked in what is read: text, labels, buttons, titles.
_ENGLISH = re.compile(
    r"\b(?:Sign (?:in|up|out)|Log ?(?:in|out)|Password|Username|E-?mail address|Submit|Save|Delete|Remove|Cancel|"
    r"Back|Next|Previous|Search|Edit|Add|Update|Create|Loading|Required|Please|Select|Choose|Settings|"
    r"This field|Enter a|Yes|None|True|False|Welcome|Your|You are|Not used)\b"
)


class UndefinedVariable(Exception):
    """A template of ours names a variable that its view does not give."""


class RefuseUndefined:
    """Django's `string_if_invalid` that raises for our own templates and stays silent for those of others."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        origin = current_template()
        if origin and origin.startswith(str(GABARITS)):
            raise UndefinedVariable(f"{Path(origin).relative_to(RACINE)} : {{{{ {name} }}}} n'est pas défini")
        return ""

    def __str__(self) -> str:
        return ""


def current_template() -> str | None:
    """Return the file of the template node being rendered, from the innermost frame."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back  # type: ignore[assignment]
    return None


class NetworkAccess(Exception):
    """A test reached for another machine."""


_connect = socket.socket.connect


def refuse_network(self: socket.socket, address: Any) -> None:
    """Connect to this machine only."""
    if self.family != socket.AF_UNIX and str(address[0]) not in _LOCAL:
        raise NetworkAccess(f"connexion à {address[0]}")
    return _connect(self, address)


@contextlib.contextmanager
def writes(*permitted: str) -> Iterator[list[str]]:
    """Note the tables that are written to meanwhile, those permitted aside."""
    found: list[str] = []

    def note(execute: Any, sql: str, *arguments: Any) -> Any:
        if (match := _WRITE.match(sql)) and match.group(1) not in permitted:
            found.append(match.group(1))
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        yield found


@contextlib.contextmanager
def made_once(blocker: Any) -> Iterator[None]:
    """Let a fixture of a module make its rows: each test starts from them, and the last one leaves nothing."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def english_left(answer: HttpResponse) -> list[str]:
    """Return the English words that a page of ours shows."""
    if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    html = re.sub(r"<(script|style|code|pre|textarea)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    shown = re.findall(r'\b(?:title|placeholder|aria-label|alt|value)="([^"]*)"', html)
    return sorted(set(_ENGLISH.findall(" ".join([strip_tags(html), *shown]))))
