"""
What the commission de suivi answered of the fiches that it read, once their figures are counted.

An answer follows the facts that the page shows beside it: where they decide, it is the one that they suggest;
elsewhere a rule of this file judges. The words come from donnees/commissions.toml, by question and answer.
"""

import datetime
from collections.abc import Callable

from django.db import transaction

from demonstration.alea import Alea, donnees
from evaluation.choix import Appreciation
from evaluation.commissions.faits import Dossier, load_dossiers
from evaluation.commissions.grille import VERSION_COURANTE, questions
from evaluation.commissions.reperes import Repere, reperes
from evaluation.models import LectureFiche, Reponse
from plans_action.models import ProjetAssociatif

FAVORABLES = "reponses_favorables"
OUI, EN_PARTIE, NON, SANS_OBJET = Appreciation.OUI, Appreciation.EN_PARTIE, Appreciation.NON, Appreciation.SANS_OBJET


@transaction.atomic
def answer_lecture(*, alea: Alea, jour: datetime.date) -> None:
    """Write the answers of the fiches that the commission has begun: all of them but one are wholly read."""
    source = donnees("commissions")["lecture"]
    rows = list(LectureFiche.objects.filter(version__gt=0).select_related("fiche").order_by("fiche__numero", "pk"))
    projet = ProjetAssociatif.objects.get()
    dossiers = load_dossiers(projet=projet, fiches=[row.fiche for row in rows], today=jour)
    reponses = []
    for row in rows:
        dossier = dossiers[row.fiche_id]
        aides = reperes(dossier)
        posees = questions(VERSION_COURANTE)
        if row.fiche.numero == source["commencee"]:
            posees = posees[: source["commencee_questions"]]
        for question in posees:
            appreciation = judge(question.code, dossier, aides[question.code])
            phrase = alea.un(source["reponses"][question.code][appreciation])
            reponses.append(
                Reponse(lecture_fiche=row, question=question.code, appreciation=appreciation, commentaire=phrase)
            )
    Reponse.objects.bulk_create(reponses)


def judge(code: str, dossier: Dossier, repere: Repere) -> str:
    """Return the answer that the facts lead to."""
    return repere.appreciation or _REGLES.get(code, _sans_objet)(dossier)


def _sans_objet(dossier: Dossier) -> str:
    return SANS_OBJET


def _pertinence(dossier: Dossier) -> str:
    if not (dossier.rencontres or dossier.seances):
        return SANS_OBJET
    return OUI if len(dossier.en_retard) == 0 else EN_PARTIE


def _constat(dossier: Dossier) -> str:
    suivis = [ligne for ligne in dossier.calcules if ligne.tendance]
    mieux = [ligne for ligne in suivis if ligne.ton_tendance == "bien"]
    if not suivis:
        return SANS_OBJET
    return OUI if len(mieux) == len(suivis) else EN_PARTIE if mieux else NON


def _avis(dossier: Dossier) -> str:
    """Judge by the targets of what was asked; without any, an opinion is still to be asked."""
    demandes = [ligne for ligne in dossier.avec_cible if ligne.mesure is not None and ligne.mesure.cle == FAVORABLES]
    if not dossier.questionnaires:
        return SANS_OBJET
    tenus = [ligne for ligne in demandes if ligne.lecture.en_bonne_voie]
    return OUI if demandes and len(tenus) == len(demandes) else EN_PARTIE


def _apports(dossier: Dossier) -> str:
    return EN_PARTIE if dossier.idees or dossier.notes else SANS_OBJET


def _partenaires(dossier: Dossier) -> str:
    return EN_PARTIE if dossier.partenaires_prevus else SANS_OBJET


def _expertise(dossier: Dossier) -> str:
    return OUI if dossier.coordination or dossier.fiche.coordonne else EN_PARTIE


def _communication(dossier: Dossier) -> str:
    return EN_PARTIE if dossier.modes else SANS_OBJET


def _materiel(dossier: Dossier) -> str:
    if dossier.materiel_prevu or dossier.materiel_depense:
        return OUI if dossier.materiel_depense <= dossier.materiel_prevu else EN_PARTIE
    return EN_PARTIE if dossier.fiche.besoins_materiels else SANS_OBJET


def _temps(dossier: Dossier) -> str:
    return EN_PARTIE if dossier.minutes or dossier.reunions else SANS_OBJET


def _budget(dossier: Dossier) -> str:
    return EN_PARTIE if dossier.lignes_budget else SANS_OBJET


_REGLES: dict[str, Callable[[Dossier], str]] = {
    "pertinence": _pertinence,
    "constat": _constat,
    "avis": _avis,
    "apports": _apports,
    "partenaires": _partenaires,
    "expertise": _expertise,
    "communication": _communication,
    "materiel": _materiel,
    "temps": _temps,
    "budget": _budget,
}
