"""What is put right after it was logged: a note is completed, an événement logged by mistake is annulled."""

import datetime
from typing import Any

from django.db import transaction

from accueil.models import ComplementNote, Evenement, EvenementAnnule
from comptes.choix import ActionJournal
from comptes.models import Utilisateur
from comptes.services import record_access

# Columns that the annulled row has under its own name.
GARDES = ("id", "nature", "jeune_id", "conseiller_id", "lieu_id", "fait_le", "saisi_le", "saisi_par_id", "note")


class CorrectionRefusee(ValueError):
    """The correction cannot be made; the sentence is shown."""


@transaction.atomic
def add_complement(*, evenement: Evenement, texte: str, by: Utilisateur, now: datetime.datetime) -> ComplementNote:
    """Add a dated, signed text to a note, which stays as it was; sent twice, it is kept once."""
    if not Evenement.objects.select_for_update(of=("self",)).filter(pk=evenement.pk).order_by("pk").exists():
        raise CorrectionRefusee("Cet événement a été annulé : son texte ne change plus.")
    same = evenement.complements.filter(texte=texte, ecrit_par=by).first()
    if same is not None:
        return same
    if evenement.jeune is not None:
        record_access(user=by, action=ActionJournal.LECTURE, objet=evenement.jeune, motif="Note complétée", now=now)
    return evenement.complements.create(texte=texte, ecrit_par=by, ecrit_le=now)


@transaction.atomic
def annul_evenement(*, evenement: Evenement, motif: str, by: Utilisateur, now: datetime.datetime) -> EvenementAnnule:
    """
    Take an événement logged by mistake out of the facts, as its author; what it said stays readable, marked.

    The rendez-vous, the orientation and the follow-up that were decided with it stay: they have their own pages.
    """
    held = Evenement.objects.select_for_update(of=("self",)).filter(pk=evenement.pk).first()
    if held is None:
        raise CorrectionRefusee("Cet événement est déjà annulé.")
    if held.saisi_par_id != by.pk:
        raise CorrectionRefusee("Seule la personne qui a saisi cet événement peut l’annuler.")
    annule = EvenementAnnule.objects.create(
        **{name: getattr(held, name) for name in GARDES},
        complements=complements_of(held),
        donnees=donnees_of(held),
        motif=motif,
        annule_le=now,
        annule_par=by,
    )
    if held.jeune is not None:
        record_access(user=by, action=ActionJournal.LECTURE, objet=held.jeune, motif="Événement annulé", now=now)
    held.delete()
    return annule


def complements_of(evenement: Evenement) -> list[dict[str, str]]:
    """Return the texts added to a note, as they are kept with an annulled événement."""
    return [
        {
            "texte": complement.texte,
            "ecrit_le": complement.ecrit_le.isoformat(),
            "ecrit_par": str(complement.ecrit_par or ""),
        }
        for complement in evenement.complements.select_related("ecrit_par")
    ]


def donnees_of(evenement: Evenement) -> dict[str, Any]:
    """Return every other column of a fact, with the needs expressed: what was counted stays known."""
    columns = {field.attname: getattr(evenement, field.attname) for field in evenement._meta.concrete_fields}
    besoins = list(evenement.besoins.values_list("besoin", flat=True))
    return {name: value for name, value in columns.items() if name not in GARDES} | {"besoins": besoins}
