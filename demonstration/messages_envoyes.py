"""The messages that the demo sent, read back from the folder where its mail backend leaves them."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

MAXIMUM = 50
SEPARATEUR = b"\n" + b"-" * 79 + b"\n"
# A code follows « code : », or stands alone on its line: six digits or letters, perhaps in two groups.
CODE = re.compile(
    r"code\s*:\s*(\d{3}\s?\d{3})\b|^[ \t]*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})[ \t]*$", re.MULTILINE | re.IGNORECASE
)
CLE = re.compile(r"^(?P<fichier>[0-9A-Za-z-]+\.log)\.(?P<rang>\d+)$")


@dataclass(frozen=True)
class PieceJointe:
    """A file attached to a message."""

    nom: str
    type: str
    contenu: bytes


@dataclass(frozen=True)
class Message:
    """A message as its reader sees it; `cle` names it in addresses."""

    cle: str
    a: str
    objet: str
    le: datetime.datetime
    texte: str
    code: str
    pieces: tuple[PieceJointe, ...]


def sent_messages(maximum: int = MAXIMUM) -> list[Message]:
    """Return the latest messages, the newest first."""
    found = []
    for path in sorted(_folder_files(), key=lambda path: (path.stat().st_mtime, path.name), reverse=True):
        found += list(_read(path))[::-1]
        if len(found) >= maximum:
            break
    return sorted(found, key=lambda message: message.le, reverse=True)[:maximum]


def find_message(cle: str) -> Message | None:
    """Return one message by its name, or None."""
    match = CLE.match(cle)
    if match is None:
        return None
    for path in _folder_files():
        if path.name == match["fichier"]:
            return next((message for message in _read(path) if message.cle == cle), None)
    return None


def _folder_files() -> list[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return list(Path(folder).glob("*.log")) if folder and Path(folder).is_dir() else []


def _read(path: Path) -> Iterator[Message]:
    for rang, raw in enumerate(path.read_bytes().split(SEPARATEUR)):
        if raw.strip():
            parsed = message_from_bytes(raw, policy=policy.default)
            assert isinstance(parsed, EmailMessage)
            yield _message(f"{path.name}.{rang}", parsed, path)


def _message(cle: str, parsed: EmailMessage, path: Path) -> Message:
    body = parsed.get_body(("plain", "html"))
    texte = str(body.get_content()).strip() if body else ""
    date = parsed["date"].datetime if parsed["date"] else None
    le = date or datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=datetime.UTC)
    le = le if le.tzinfo else le.replace(tzinfo=datetime.UTC)  # « -0000 »: the hour is universal, its zone unknown
    pieces = [_piece(part) for part in parsed.iter_attachments()]
    return Message(
        cle=cle,
        a=str(parsed["to"] or ""),
        objet=str(parsed["subject"] or ""),
        le=timezone.localtime(le),
        texte=texte,
        code=_code(texte),
        pieces=tuple(pieces),
    )


def _code(texte: str) -> str:
    """Return the code that a message gives, or nothing."""
    found = (match[1] or match[2] for match in CODE.finditer(texte))
    return next((code for code in found if any(char.isdigit() for char in code)), "")


def _piece(part: Any) -> PieceJointe:
    """Return an attached file; `part` is a message of its own in the standard library, whose types say less."""
    contenu = part.get_payload(decode=True)
    return PieceJointe(
        nom=part.get_filename() or "piece-jointe",
        type=part.get_content_type(),
        contenu=contenu if isinstance(contenu, bytes) else b"",
    )
