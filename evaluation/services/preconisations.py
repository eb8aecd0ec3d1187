"""The commission du bilan: its opinions, its préconisations, what they become, and what the final bilan answers."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q

from comptes.models import Utilisateur
from evaluation.choix import NatureSuite, StatutPreconisation, TypeBilan, TypeCommission
from evaluation.models import Avis, Lecture, MembreCommission, Preconisation
from plans_action import suites
from plans_action.models import Etape, FicheAction, ObjectifGeneral, ObjectifOperationnel

CHAMPS_AVIS = ("reussites", "ameliorations", "objectifs")


class AvisRefuse(Exception):
    """Why an opinion or a préconisation cannot be written or decided; shown as it is."""


class AvisModifie(Exception):
    """Somebody saved the opinion since it was read: nothing was written."""


# --- Who may ----------------------------------------------------------------------------------------------------------


def may_advise(user: Utilisateur, *, today: datetime.date) -> bool:
    """Tell whether an account writes for the commission du bilan: the direction, and who sits in it."""
    if not user.has_permission("avis.ecrire"):
        return False
    siege = MembreCommission.objects.siegeant(on=today).filter(compte=user, commission=TypeCommission.BILAN)
    return user.has_permission("preconisation.decider") or siege.exists()


def _lock(lecture: Lecture) -> Lecture:
    """Return the reading, held until the end of the transaction; raise AvisRefuse when its opinions are not open."""
    row = Lecture.objects.select_for_update().get(pk=lecture.pk)
    if row.transmise_le is None:
        raise AvisRefuse("La commission de suivi n’a pas encore transmis sa lecture.")
    if row.avis_clos_le is not None:
        raise AvisRefuse("Les avis de cette commission sont clos : ils ne changent plus.")
    return row


# --- Opinions ---------------------------------------------------------------------------------------------------------


def read_avis(lecture: Lecture, fiche: FicheAction | None) -> tuple[dict[str, str], Avis | None]:
    """Return the opinion of a fiche, or of the whole, as short texts; and its row when there is one."""
    avis = Avis.objects.filter(lecture=lecture, fiche=fiche).select_related("modifie_par").first()
    return {champ: getattr(avis, champ, "") for champ in CHAMPS_AVIS}, avis


@transaction.atomic
def save_avis(
    *,
    lecture: Lecture,
    fiche: FicheAction | None,
    textes: dict[str, str],
    version: int,
    by: Utilisateur | None,
    now: datetime.datetime,
) -> Avis:
    """Write an opinion; raise AvisModifie when somebody saved since `version` was read."""
    _lock(lecture)
    avis, _ = Avis.objects.get_or_create(lecture=lecture, fiche=fiche)
    row = Avis.objects.filter(pk=avis.pk, version=version)
    values = {champ: textes[champ] for champ in CHAMPS_AVIS}
    if not row.update(**values, version=F("version") + 1, modifie_le=now, modifie_par=by):
        raise AvisModifie
    return Avis.objects.get(pk=avis.pk)


# --- Préconisations ---------------------------------------------------------------------------------------------------


@transaction.atomic
def add_preconisation(
    *, lecture: Lecture, by: Utilisateur | None, now: datetime.datetime, **champs: Any
) -> Preconisation:
    """Write a préconisation, with the next number."""
    _lock(lecture)
    last = Preconisation.objects.filter(lecture=lecture).aggregate(dernier=Max("numero"))["dernier"] or 0
    return Preconisation.objects.create(lecture=lecture, numero=last + 1, ecrite_le=now, ecrite_par=by, **champs)


@transaction.atomic
def change_preconisation(*, preconisation: Preconisation, **champs: Any) -> Preconisation:
    """Change the words of a préconisation that is not decided; raise AvisRefuse once it is."""
    _lock(preconisation.lecture)
    row = Preconisation.objects.filter(pk=preconisation.pk, statut=StatutPreconisation.A_DECIDER)
    if not row.update(**champs):
        raise AvisRefuse("Cette préconisation est déjà décidée : ses mots ne changent plus.")
    return Preconisation.objects.get(pk=preconisation.pk)


@transaction.atomic
def delete_preconisation(*, preconisation: Preconisation) -> None:
    """Take away a préconisation that is not decided."""
    _lock(preconisation.lecture)
    row = Preconisation.objects.filter(pk=preconisation.pk, statut=StatutPreconisation.A_DECIDER)
    if not row.delete()[0]:
        raise AvisRefuse("Cette préconisation est déjà décidée : elle reste dans la mémoire du projet.")


# --- Decide -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suite:
    """What an accepted préconisation becomes, as typed."""

    titre: str
    texte: str = ""
    responsable: str = ""
    echeance: datetime.date | None = None
    fiche: FicheAction | None = None
    etape: Etape | None = None  # the step that changes; a new one without
    objectif: ObjectifOperationnel | None = None
    general: ObjectifGeneral | None = None


@transaction.atomic
def accept(*, preconisation: Preconisation, suite: Suite, by: Utilisateur, now: datetime.datetime) -> Preconisation:
    """
    Accept a préconisation: what it asks exists at once, and each names the other.

    The conditional UPDATE is the lock: of two clicks at once, one creates.
    """
    _decide(preconisation, statut=StatutPreconisation.ACCEPTEE, by=by, now=now)
    row = Preconisation.objects.select_related("lecture").get(pk=preconisation.pk)
    row.responsable, row.echeance = suite.responsable, suite.echeance  # its words stay those of the commission
    motif = f"Préconisation n° {row.numero} de la commission du bilan ({row.lecture.get_type_display().lower()})"
    if row.nature == NatureSuite.ETAPE:
        row.etape = _etape(suite, motif, by, now)
        row.fiche = row.etape.fiche
    elif row.nature == NatureSuite.FICHE:
        row.fiche_creee = suites.add_fiche(
            titre=suite.titre,
            but=suite.texte,
            coordonne=suite.responsable,
            echeance=suite.echeance,
            objectif=suite.objectif,
            parente=suite.fiche,
            motif=motif,
            by=by,
            now=now,
        )
    elif row.nature == NatureSuite.OBJECTIF:
        if suite.general is None:
            raise AvisRefuse("Choisissez l’objectif général sous lequel placer le nouvel objectif.")
        row.objectif_cree = suites.add_objectif(
            general=suite.general, titre=suite.titre, description=suite.texte, by=by
        )
    row.save()
    return row


def _etape(suite: Suite, motif: str, by: Utilisateur, now: datetime.datetime) -> Etape:
    words: dict[str, Any] = {
        "titre": suite.titre,
        "quoi": suite.texte,
        "qui": suite.responsable,
        "echeance": suite.echeance,
        "motif": motif,
        "by": by,
        "now": now,
    }
    if suite.etape is not None:
        return suites.change_etape(etape=suite.etape, **words)
    if suite.fiche is None:
        raise AvisRefuse("Choisissez la fiche-action qui reçoit l’étape.")
    return suites.add_etape(fiche=suite.fiche, **words)


@transaction.atomic
def reject(*, preconisation: Preconisation, motif: str, by: Utilisateur, now: datetime.datetime) -> None:
    """Set a préconisation aside, and say why."""
    if not motif.strip():
        raise AvisRefuse("Dites pourquoi cette préconisation est écartée.")
    _decide(preconisation, statut=StatutPreconisation.ECARTEE, by=by, now=now, motif=motif)


def _decide(preconisation: Preconisation, *, by: Utilisateur, now: datetime.datetime, **champs: Any) -> None:
    row = Preconisation.objects.filter(pk=preconisation.pk, statut=StatutPreconisation.A_DECIDER)
    if not row.update(decidee_le=now, decidee_par=by, **champs):
        raise AvisRefuse("Cette préconisation est déjà décidée.")


SUIVI = (StatutPreconisation.ACCEPTEE, StatutPreconisation.EN_COURS, StatutPreconisation.FAITE)


def follow(*, preconisation: Preconisation, statut: str, today: datetime.date) -> bool:
    """Say where an accepted préconisation stands; return whether something changed."""
    if statut not in SUIVI:
        raise AvisRefuse("Cet état n’existe pas pour une préconisation acceptée.")
    row = Preconisation.objects.filter(pk=preconisation.pk, statut__in=SUIVI).exclude(statut=statut)
    return bool(row.update(statut=statut, faite_le=today if statut == StatutPreconisation.FAITE else None))


# --- The final bilan answers the intermediate one ---------------------------------------------------------------------


def to_answer(lecture: Lecture) -> Any:
    """Return the préconisations of the intermediate bilan that this reading, of the final one, answers."""
    if lecture.type != TypeBilan.FINAL:
        return Preconisation.objects.none()
    return Preconisation.objects.filter(lecture__projet=lecture.projet_id, lecture__type=TypeBilan.INTERMEDIAIRE)


@transaction.atomic
def answer(*, lecture: Lecture, preconisation: Preconisation, etat: str, texte: str) -> None:
    """Write what the final bilan answers to a préconisation of the intermediate one."""
    _lock(lecture)
    if not to_answer(lecture).filter(pk=preconisation.pk).update(reponse_etat=etat, reponse=texte):
        raise AvisRefuse("Cette préconisation n’attend pas de réponse ici.")


def missing(lecture: Lecture) -> list[str]:
    """Return what keeps the commission du bilan from closing its opinions, in words."""
    manques = []
    if (
        not Avis.objects.filter(lecture=lecture, fiche=None)
        .exclude(reussites="", ameliorations="", objectifs="")
        .exists()
    ):
        manques.append("L’avis sur l’ensemble du projet n’est pas écrit.")
    sans = to_answer(lecture).filter(Q(reponse_etat="") | Q(reponse="")).count()
    if sans == 1:
        manques.append("Une préconisation du bilan à 18 mois n’a pas de réponse.")
    elif sans:
        manques.append(f"{sans} préconisations du bilan à 18 mois n’ont pas de réponse.")
    return manques


@transaction.atomic
def close(*, lecture: Lecture, by: Utilisateur, now: datetime.datetime) -> None:
    """Close the opinions of the commission du bilan; raise AvisRefuse while something is missing."""
    _lock(lecture)
    if manques := missing(lecture):
        raise AvisRefuse(" ".join(manques))
    Lecture.objects.filter(pk=lecture.pk, avis_clos_le=None).update(avis_clos_le=now, avis_clos_par=by)
