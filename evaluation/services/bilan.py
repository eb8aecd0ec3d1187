"""Bilans: asked for, produced by a worker, frozen once, verified, compared with today."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from commun.taches import enqueue_on_commit
from commun.travaux import Avancement, EtatTravail, Horloge, TravailRefuse
from comptes.models import Utilisateur
from evaluation.bilans.canonique import empreinte
from evaluation.bilans.comparaison import Ecart, compare
from evaluation.bilans.contenu import construire
from evaluation.bilans.pdf import produire_pdf
from evaluation.models import Bilan
from plans_action.models import ProjetAssociatif

TACHE = "evaluation.tasks.produire_bilan"


class BilanRefuse(TravailRefuse):
    """Why a bilan cannot be launched; shown as it is."""


def launch_bilan(
    *, projet: ProjetAssociatif, type: str, arrete_au: datetime.date, by: Utilisateur, today: datetime.date
) -> Bilan:
    """Ask for a bilan; the same one, when it is already being produced, is returned instead of a second."""
    if arrete_au < projet.debut:
        raise BilanRefuse(f"Le projet commence le {projet.debut:%d/%m/%Y} : choisissez une date d'arrêt plus tardive.")
    if arrete_au > today:
        raise BilanRefuse("La date d'arrêt ne peut pas être dans le futur.")
    try:
        with transaction.atomic():
            bilan = Bilan.objects.create(projet=projet, type=type, arrete_au=arrete_au, lance_par=by)
            enqueue_on_commit(TACHE, bilan_id=str(bilan.pk))
    except IntegrityError:
        return Bilan.objects.en_route().get(projet=projet, type=type, arrete_au=arrete_au)
    return bilan


def relaunch_bilan(*, bilan: Bilan, now: datetime.datetime) -> None:
    """Queue a bilan that failed once more."""
    with transaction.atomic():
        if bilan.reopen(now=now):
            enqueue_on_commit(TACHE, bilan_id=str(bilan.pk))


def produce_bilan(*, bilan: Bilan, clock: Horloge = timezone.now) -> bool:
    """
    Count, lay out and freeze a bilan; return whether this call froze it.

    Safe to run twice, and by two workers: only the holder of the token writes, and the freeze is one UPDATE that asks
    for a bilan that is not frozen yet. No transaction is open while counting.
    """

    def faire(token: uuid.UUID, tell: Avancement) -> bool:
        contenu = construire(bilan, avancement=tell)
        tell(80, "Mise en page du document")
        pdf = produire_pdf(contenu)
        tell(97, "Figeage")
        return freeze(bilan=bilan, token=token, contenu=contenu, pdf=pdf, now=clock())

    return bilan.run(faire, clock=clock, echec="La production s'est arrêtée. Vous pouvez la relancer.")


def freeze(*, bilan: Bilan, token: uuid.UUID, contenu: str, pdf: bytes, now: datetime.datetime) -> bool:
    """Write the content once and for all; nothing in the application writes it again."""
    return bool(
        Bilan.objects.filter(pk=bilan.pk, jeton=token, fige_le=None, etat=EtatTravail.EN_COURS).update(
            contenu=contenu,
            empreinte=empreinte(contenu),
            pdf=pdf,
            fige_le=now,
            etat=EtatTravail.TERMINE,
            termine_le=now,
            progression=100,
            etape_en_cours="",
        )
    )


# --- Verify and compare ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Verification:
    """What was recomputed from the stored content."""

    attendue: str
    recalculee: str
    pdf_identique: bool

    @property
    def conforme(self) -> bool:
        """Tell whether the content is the frozen one; a newer version of the application may lay it out otherwise."""
        return self.attendue == self.recalculee


def verify_bilan(*, bilan: Bilan) -> Verification:
    """Recompute the digest and the document of a frozen bilan."""
    recalculee = empreinte(bilan.contenu)
    return Verification(bilan.empreinte, recalculee, produire_pdf(bilan.contenu) == bytes(bilan.pdf or b""))


def compare_bilan(*, bilan: Bilan) -> list[Ecart]:
    """Count again at the same cut-off day and return what moved: late entries, corrections, a changed plan."""
    return compare(bilan.contenu, construire(bilan))
