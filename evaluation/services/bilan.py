"""Bilans: asked for, produced by a worker, frozen once at the end of their chain."""

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from commun.taches import enqueue_on_commit
from commun.travaux import Avancement, EtatTravail, Horloge, TravailRefuse
from comptes.models import Utilisateur
from evaluation.bilans.canonique import empreinte
from evaluation.bilans.chaine import Maillon
from evaluation.bilans.contenu import construire, precedent_nomme, silencieux, with_precedent
from evaluation.bilans.pdf import produire_pdf
from evaluation.models import Bilan, ChaineBilans
from evaluation.services.commissions import content_for_bilan
from plans_action.models import ProjetAssociatif

TACHE = "evaluation.tasks.produire_bilan"
ESSAIS = 3


class PrecedentChange(Exception):
    """Another bilan of the projet was frozen in the meantime."""


class BilanRefuse(TravailRefuse):
    """Why a bilan cannot be launched; shown as it is."""


def launch_bilan(
    *, projet: ProjetAssociatif, type: str, arrete_au: datetime.date, by: Utilisateur, today: datetime.date
) -> Bilan:
    """Ask for a bilan; the same one, when it is already being produced, is returned instead of a second."""
    if arrete_au < projet.debut:
        raise BilanRefuse(f"Le projet commence le {projet.debut:%d/%m/%Y} : choisissez une date d’arrêt plus tardive.")
    if arrete_au > today:
        raise BilanRefuse("La date d’arrêt ne peut pas être dans le futur.")
    with transaction.atomic():
        _hold(projet)
        if (found := _en_route(projet, type, arrete_au)) is not None:
            return found
        bilan = Bilan.objects.create(projet=projet, type=type, arrete_au=arrete_au, lance_par=by)
        enqueue_on_commit(TACHE, bilan_id=str(bilan.pk))
    return bilan


def _hold(projet: ProjetAssociatif) -> None:
    """Make two people who ask at the same instant ask one after the other: the row of the projet is the lock."""
    ProjetAssociatif.objects.select_for_update(of=("self",)).only("pk").get(pk=projet.pk)


def _en_route(projet: ProjetAssociatif, type: str, arrete_au: datetime.date) -> Bilan | None:
    return Bilan.objects.en_route().filter(projet=projet, type=type, arrete_au=arrete_au).first()


def relaunch_bilan(*, bilan: Bilan, now: datetime.datetime) -> None:
    """Queue a bilan that failed once more; refuse when the same one was launched again in the meantime."""
    with transaction.atomic():
        _hold(bilan.projet)
        if _en_route(bilan.projet, bilan.type, bilan.arrete_au) is not None:
            raise BilanRefuse("Ce bilan est déjà en cours de production : attendez qu’il soit prêt.")
        if bilan.reopen(now=now):
            enqueue_on_commit(TACHE, bilan_id=str(bilan.pk))


def produce_bilan(*, bilan: Bilan, clock: Horloge = timezone.now) -> bool:
    """
    Count, lay out and freeze a bilan; return whether this call froze it.

    Safe to run twice, and by two workers: only the holder of the token writes, and the freeze is one UPDATE that asks
    for a bilan that is not frozen yet. No transaction is open while counting.
    """

    def faire(token: uuid.UUID, tell: Avancement) -> bool:
        contenu = build_content(bilan, avancement=tell)
        for _ in range(ESSAIS):
            tell(80, "Mise en page du document")
            pdf = produire_pdf(contenu)
            tell(97, "Figeage")
            try:
                return freeze(bilan=bilan, token=token, contenu=contenu, pdf=pdf, now=clock())
            except PrecedentChange:
                contenu = with_precedent(contenu, bilan)
        raise BilanRefuse("D’autres bilans du même projet se figent en ce moment. Relancez celui-ci.")

    return bilan.run(faire, clock=clock, echec="La production s’est arrêtée. Vous pouvez la relancer.")


def build_content(bilan: Bilan, *, avancement: Avancement = silencieux) -> str:
    """Return the content of a bilan with what the commissions wrote for it."""
    return construire(bilan, avancement=avancement, commissions=content_for_bilan(bilan.projet, bilan.type))


@transaction.atomic
def freeze(*, bilan: Bilan, token: uuid.UUID, contenu: str, pdf: bytes, now: datetime.datetime) -> bool:
    """
    Write the content once and for all, at the end of the chain of its projet; nothing writes it again.

    Raise PrecedentChange when another bilan was frozen since the content named the one before it.
    """
    held = Bilan.objects.filter(pk=bilan.pk, jeton=token, fige_le=None, etat=EtatTravail.EN_COURS)
    if not held.exists():
        return False
    ChaineBilans.objects.get_or_create(projet_id=bilan.projet_id)
    chaine = ChaineBilans.objects.select_for_update().get(projet_id=bilan.projet_id)
    dernier = Bilan.objects.figes().filter(projet_id=bilan.projet_id).last()
    if precedent_nomme(contenu) != (dernier.empreinte if dernier else ""):
        raise PrecedentChange
    maillon = Maillon(
        bilan=bilan.pk,
        projet=bilan.projet_id,
        type=bilan.type,
        arrete_au=bilan.arrete_au,
        fige_le=now,
        rang=chaine.longueur + 1,
        empreinte=empreinte(contenu),
        pdf=pdf,
    )
    sceau = maillon.seal(chaine.sceau)
    frozen = held.update(
        contenu=contenu,
        empreinte=maillon.empreinte,
        pdf=pdf,
        fige_le=now,
        rang=maillon.rang,
        empreinte_precedente=dernier.empreinte if dernier else "",
        sceau_precedent=chaine.sceau,
        sceau=sceau,
        etat=EtatTravail.TERMINE,
        termine_le=now,
        progression=100,
        etape_en_cours="",
    )
    if frozen:
        ChaineBilans.objects.filter(pk=chaine.pk).update(longueur=maillon.rang, sceau=sceau)
    return bool(frozen)
