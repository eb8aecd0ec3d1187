"""One digest of everything that the demo wrote."""

import hashlib

from django.apps import apps
from django.db import models

from demonstration.services import ROOMS

# Written by the clock, or a line of a history: not part of what a seed decides.
SANS = {"modifie_le", "termine_le", "calcule_le", "complet_le", "battement_le", "demande_le", "jeton"}

# A run of the engine and a trace of the triggers are keyed by nothing that a seed decides.
JAMAIS = {"Calcul", "TraceFait", "ChangementFait"}


def digest() -> str:
    """Return the SHA-256 of every row; automatic keys count as ranks, for a database does not start again from 1."""
    ranks = {}
    lines = []
    for model in sorted(_models(), key=lambda model: model._meta.label):
        keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
        ranks[model] = {pk: n for n, pk in enumerate(keys)} if isinstance(model._meta.pk, models.AutoField) else {}
    for model in ranks:
        fields = [field for field in model._meta.concrete_fields if field.name not in SANS]
        for row in model._base_manager.order_by("pk").values_list(*(field.attname for field in fields)).iterator():
            cells = [_cell(ranks.get(_target(field)), cell) for field, cell in zip(fields, row, strict=True)]
            lines.append(f"{model._meta.label} {cells}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _cell(keys, cell):
    if isinstance(cell, memoryview):  # PostgreSQL's bytes, said by an address
        return bytes(cell)
    return keys[cell] if keys and cell is not None else cell


def _models():
    for room in ROOMS[:-1]:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            if not model._meta.proxy and not model.__name__.startswith("Historical") and model.__name__ not in JAMAIS:
                yield model


def _target(field):
    return field.related_model if field.is_relation else field.model if field.primary_key else None
