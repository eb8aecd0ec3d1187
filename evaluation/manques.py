"""What is not ready before a bilan is launched, each thing with the page where it is put right."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from commun.templatetags.ml import pluriel
from comptes.models import Utilisateur
from evaluation import cibles, secret
from evaluation.appreciations import PAS_ENCORE
from evaluation.chiffres import Regard
from evaluation.choix import EtatQuestionnaire, RelectureTexte
from evaluation.commissions.faits import cut_off
from evaluation.models import Lecture, Questionnaire, ReponseQuestion
from evaluation.services.commissions import missing_for_bilan
from evaluation.tableau.indicateurs import Lecteur, LigneIndicateur, indicateurs_by_fiche
from plans_action.choix import StatutFiche, TypeIndicateur
from plans_action.models import FicheAction, ProjetAssociatif

# What a bilan leaves out (evaluation.bilans.contenu.plan) is not asked for.
HORS_BILAN = (StatutFiche.IDEE, StatutFiche.PROPOSEE, StatutFiche.ABANDONNEE)
SANS_CHIFFRE = (cibles.NON_MESUREE, cibles.PAS_CALCULEE)


@dataclass(frozen=True)
class Manque:
    """One thing that is not ready: what, of what, and where to put it right."""

    texte: str
    precision: str = ""
    lien: str = ""
    geste: str = ""


@dataclass
class GroupeManques:
    """The things of one kind that are not ready, and what the bilan will say of them."""

    titre: str
    suite: str
    manques: list[Manque] = field(default_factory=list)


def list_manques(
    *, projet: ProjetAssociatif, type: str, user: Utilisateur, today: datetime.date
) -> list[GroupeManques]:
    """Return what is not ready for a bilan, kind by kind, in a bounded number of queries; an empty list: all is."""
    lignes = list(_lignes(projet, user, today))
    groupes = [
        GroupeManques(
            "Les commissions",
            "Sans elles, le bilan paraît sans leur lecture ni leurs avis.",
            _commission(projet, type, user),
        ),
        GroupeManques(
            "Indicateurs sans chiffre",
            "Le bilan les dira « non mesuré ».",
            [_sans_chiffre(ligne, user) for ligne in lignes if ligne.lecture in SANS_CHIFFRE],
        ),
        GroupeManques(
            "Indicateurs que personne n’a encore appréciés",
            "Le bilan les dira « pas encore apprécié ».",
            [_a_apprecier(ligne, user) for ligne in lignes if ligne.lecture is PAS_ENCORE],
        ),
        GroupeManques(
            "Indicateurs sans source",
            "Ils attendent une question de questionnaire : le bilan les dira « à apporter en séance ».",
            [_sans_source(ligne, user) for ligne in lignes if ligne.lecture is cibles.A_APPORTER],
        ),
        *_questionnaires(projet),
    ]
    return [groupe for groupe in groupes if groupe.manques]


def _lignes(projet: ProjetAssociatif, user: Utilisateur, today: datetime.date) -> Iterable[LigneIndicateur]:
    """Yield the indicateurs that the bilan will read, as the last computation left them."""
    fiches = list(
        FicheAction.objects.filter(Q(objectif__objectif_general__projet=projet) | Q(objectif=None))
        .exclude(statut__in=HORS_BILAN)
        .order_by("numero", "titre", "pk")
    )
    par_fiche = indicateurs_by_fiche(fiches)
    lecteur = Lecteur(projet, arrete_au=cut_off(projet, today=today), regard=Regard.of(user))
    lecteur.load([i for groupe in par_fiche.values() for i in groupe])
    noms = {fiche.pk: fiche for fiche in fiches}
    for fiche in fiches:
        for indicateur in par_fiche[fiche.pk]:
            indicateur.critere.fiche = noms[fiche.pk]
            yield lecteur.lire(indicateur)


def _page(nom: str, pk: Any, user: Utilisateur, permission: str) -> str:
    return reverse(nom, args=[pk]) if user.has_permission(permission) else ""


def _manque(ligne: LigneIndicateur, lien: str, geste: str) -> Manque:
    """Return one indicateur; who may not put it right is sent to its page."""
    indicateur = ligne.indicateur
    page = reverse("evaluation:indicateur-detail", args=[indicateur.pk])
    return Manque(indicateur.libelle, str(indicateur.critere.fiche), lien or page, geste if lien else "Ouvrir")


def _sans_chiffre(ligne: LigneIndicateur, user: Utilisateur) -> Manque:
    if ligne.indicateur.type == TypeIndicateur.RELEVE:
        return _manque(
            ligne, _page("evaluation:releve-create", ligne.indicateur.pk, user, "releve.saisir"), "Ajouter un relevé"
        )
    if ligne.mesure is None:
        return _sans_source(ligne, user)
    return _manque(ligne, "", "")


def _a_apprecier(ligne: LigneIndicateur, user: Utilisateur) -> Manque:
    lien = _page("evaluation:appreciation-create", ligne.indicateur.pk, user, "appreciation.ecrire")
    return _manque(ligne, lien, "Apprécier")


def _sans_source(ligne: LigneIndicateur, user: Utilisateur) -> Manque:
    lien = _page("plans_action:fiche-update", ligne.indicateur.critere.fiche_id, user, "fiche.modifier")
    return _manque(ligne, lien, "Choisir dans la fiche")


def _commission(projet: ProjetAssociatif, type: str, user: Utilisateur) -> list[Manque]:
    """Return what the commissions have not done, with the page where it goes on."""
    phrases = missing_for_bilan(projet, type)
    if not phrases:
        return []
    lecture = Lecture.objects.filter(projet=projet, type=type).defer("contenu").first()
    if lecture is None:
        lien, geste = reverse("evaluation:lecture-create"), "Ouvrir la lecture"
        if not user.has_permission("lecture.ouvrir"):
            lien, geste = reverse("evaluation:commission-list"), "Voir les commissions"
    elif lecture.transmise_le is None:
        lien, geste = lecture.get_absolute_url(), "Ouvrir la lecture"
    else:
        lien, geste = reverse("evaluation:avis-detail", args=[lecture.pk]), "Ouvrir les avis"
    return [Manque(phrase, "", lien, geste) for phrase in phrases]


def _questionnaires(projet: ProjetAssociatif) -> list[GroupeManques]:
    """Return the questionnaires of the fiches with too few sheets to be shown, and their texts that nobody read."""
    du_projet = Q(fiche_action__objectif__objectif_general__projet=projet)
    rows: Iterable[Any] = (
        Questionnaire.objects.filter(du_projet)
        .exclude(etat=EtatQuestionnaire.BROUILLON)
        .annotate(montrees=Count("vagues__feuilles", filter=Q(vagues__feuilles__montree=True), distinct=True))
        .order_by("titre", "pk")
    )
    peu = [
        Manque(
            str(row.titre),
            f"{secret.MOTS} réponses" if row.montrees else "aucune réponse",
            row.get_absolute_url(),
            "Ouvrir",
        )
        for row in rows
        if row.montrees < secret.SEUIL
    ]
    textes = (
        ReponseQuestion.objects.filter(
            feuille__vague__questionnaire__in=Questionnaire.objects.filter(du_projet).values("pk"),
            feuille__montree=True,
            relecture=RelectureTexte.A_RELIRE,
        )
        .exclude(texte="")
        .order_by()
        .values_list("feuille__vague__questionnaire", "feuille__vague__questionnaire__titre")
        .annotate(combien=Count("pk"))
        .order_by("feuille__vague__questionnaire__titre", "feuille__vague__questionnaire")
    )
    a_relire = [
        Manque(
            titre,
            str(pluriel(combien, "texte à relire", "textes à relire")),
            reverse("evaluation:questionnaire-resultats", args=[pk]),
            "Relire",
        )
        for pk, titre, combien in textes
    ]
    return [
        GroupeManques(
            f"Questionnaires de moins de {secret.SEUIL} réponses", "Leurs résultats ne sont pas montrés.", peu
        ),
        GroupeManques(
            "Paroles de questionnaires que personne n’a relues",
            "La commission ne les lit pas tant qu’elles ne sont pas relues.",
            a_relire,
        ),
    ]
