"""What a decision taken elsewhere adds to the plan: a step, a step changed, a fiche as an idea, an objective."""

import datetime

from django.db import transaction
from django.db.models import Max

from comptes.models import Utilisateur
from plans_action import services
from plans_action.choix import StatutEtape
from plans_action.models import Etape, FicheAction, LigneEtape, ObjectifGeneral, ObjectifOperationnel


@transaction.atomic
def add_etape(
    *,
    fiche: FicheAction,
    titre: str,
    quoi: str,
    qui: str,
    echeance: datetime.date | None,
    motif: str,
    by: Utilisateur,
    now: datetime.datetime,
) -> Etape:
    """Add a step at the end of a fiche, with a line that says what and who; `motif` goes to its history."""
    fiche = services.touch_fiche(fiche_id=fiche.pk, by=by, now=now)
    last = fiche.etapes.aggregate(dernier=Max("ordre"))["dernier"]
    ordre = fiche.premiere_etape if last is None else last + 1
    etape = Etape(fiche=fiche, ordre=ordre, titre=titre, echeance=echeance, statut=StatutEtape.A_VENIR)
    services._signed(etape, by=by, now=now, motif=motif)
    if quoi or qui:
        services._signed(LigneEtape(etape=etape, quoi=quoi, qui=qui), by=by, now=now, motif=motif)
    services._signed(fiche, by=by, now=now, motif=motif)
    return etape


@transaction.atomic
def change_etape(
    *,
    etape: Etape,
    titre: str,
    quoi: str,
    qui: str,
    echeance: datetime.date | None,
    motif: str,
    by: Utilisateur,
    now: datetime.datetime,
) -> Etape:
    """Give a step another title or date, and add a line that says what is asked; `motif` goes to its history."""
    fiche = services.touch_fiche(fiche_id=etape.fiche_id, by=by, now=now)
    etape = Etape.objects.get(pk=etape.pk)  # read again behind the lock
    etape.titre = titre or etape.titre
    if echeance is not None:
        etape.echeance, etape.echeance_deduite = echeance, False
    services._signed(etape, by=by, now=now, motif=motif)
    if quoi or qui:
        ordre = (etape.lignes.aggregate(dernier=Max("ordre"))["dernier"] or 0) + 1
        services._signed(LigneEtape(etape=etape, ordre=ordre, quoi=quoi, qui=qui), by=by, now=now, motif=motif)
    services._signed(fiche, by=by, now=now, motif=motif)
    return etape


@transaction.atomic
def add_fiche(
    *,
    titre: str,
    but: str,
    coordonne: str,
    echeance: datetime.date | None,
    objectif: ObjectifOperationnel | None,
    parente: FicheAction | None,
    motif: str,
    by: Utilisateur,
    now: datetime.datetime,
) -> FicheAction:
    """Open a fiche as an idea, below another when it was born of it."""
    objectif = objectif or (parente.objectif if parente else None)
    fiche = services.create_fiche(titre=titre, objectif=objectif, parente=parente, by=by, now=now)
    fiche.but, fiche.coordonne, fiche.echeance = but, coordonne, echeance
    return services._signed(fiche, by=by, now=now, motif=motif)


def add_objectif(*, general: ObjectifGeneral, titre: str, description: str, by: Utilisateur) -> ObjectifOperationnel:
    """Add an operational objective below a general one."""
    return services.add_objectif_operationnel(objectif_general=general, titre=titre, description=description, by=by)
