"""Two people on one page of short texts: what only one of them changed is kept, what both changed is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core import signing

SEL = "evaluation.commissions"
Textes = dict[str, str]


@dataclass
class Fusion:
    """Both sides put together; `conflits` names what both changed, each in its own way."""

    textes: Textes = field(default_factory=dict)
    conflits: list[str] = field(default_factory=list)


def reconcile(*, miens: Mapping[str, str], leurs: Mapping[str, str], depart: Mapping[str, str] | None) -> Fusion:
    """Return what to keep of mine and of theirs, `depart` being what both started from."""
    fusion = Fusion()
    for cle, mien in miens.items():
        leur = leurs.get(cle, "")
        ancien = depart.get(cle, "") if depart is not None else None
        fusion.textes[cle] = leur if mien == ancien else mien
        if mien != leur and mien != ancien and leur != ancien:
            fusion.conflits.append(cle)
    return fusion


def seal(textes: Textes) -> str:
    """Return texts as compact signed text."""
    return signing.dumps(textes, salt=SEL, compress=True)


def unseal(scelle: str) -> Textes | None:
    """Return what `seal` wrote, None when it cannot be read."""
    try:
        textes: Textes = signing.loads(scelle, salt=SEL)
    except signing.BadSignature:
        return None
    return textes
