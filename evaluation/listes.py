"""
The records behind a figure, as minimal lines: when, what, where, and of the person only what counts.

No free text, and a name only when the reader may open that person's file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from accueil.models import Candidature, ContactEntreprise, Evenement, EvenementAnnule, Orientation, RendezVous
from commun.templatetags.ml import date_courte, nombre
from comptes.models import Utilisateur
from evaluation.models import Feuille, Releve, ReponseQuestion
from jeunes.models import Jeune, Situation
from jeunes.profil import TRANCHES_AGE
from participation.models import Idee, Inscription, Invitation, Seance
from plans_action.faits import local_day
from plans_action.models import DemandeFormation, Formation
from structure.models import Partenaire

Colonne = tuple[str, Callable[[Any], str]]


@dataclass(frozen=True)
class Forme:
    """How the records of a model are listed: their columns and what these read."""

    colonnes: tuple[Colonne, ...]
    relations: tuple[str, ...] = ()
    personne: bool = True


def _lieu(fait: Any) -> str:
    return str(fait.lieu) if fait.lieu else "lieu non renseigné"


def _jour(fait: Any) -> str:
    return date_courte(fait.jour)


LIEU: Colonne = ("Lieu", _lieu)
JOUR: Colonne = ("Jour", _jour)
PROFIL = ("commune",)

FORMES: dict[type[Model], Forme] = {
    Evenement: Forme((JOUR, ("Nature", lambda e: e.get_nature_display()), LIEU), ("lieu", *PROFIL)),
    RendezVous: Forme(
        (
            ("Demandé le", _jour),
            ("Prévu le", lambda r: date_courte(r.prevu_jour) or "pas encore fixé"),
            ("État", lambda r: r.get_statut_display()),
            LIEU,
        ),
        ("lieu", *PROFIL),
    ),
    Orientation: Forme(
        (JOUR, ("Sens", lambda o: o.get_sens_display()), ("Partenaire", lambda o: str(o.partenaire))),
        ("partenaire", *PROFIL),
    ),
    Situation: Forme((("Depuis le", _jour), ("Situation", lambda s: s.get_type_display())), PROFIL),
    Inscription: Forme(
        (
            ("Séance du", lambda i: date_courte(i.seance.jour)),
            ("Séance", lambda i: i.seance.nom),
            ("Inscription", lambda i: i.get_statut_display()),
            ("Présence", lambda i: i.get_presence_display() or "non notée"),
        ),
        ("seance__regroupement", *PROFIL),
    ),
    Seance: Forme((JOUR, ("Séance", lambda s: s.nom), LIEU), ("regroupement", "lieu"), personne=False),
    Idee: Forme(
        (
            ("Déposée le", lambda i: date_courte(i.deposee_le)),
            ("État", lambda i: i.get_statut_display()),
            ("Réponse le", lambda i: date_courte(i.repondue_le) or "pas encore"),
        ),
        personne=False,
    ),
    Partenaire: Forme(
        (
            ("Partenaire depuis le", lambda p: date_courte(p.depuis_le)),
            ("Nom", lambda p: p.nom),
            ("Type", lambda p: p.get_type_display()),
        ),
        personne=False,
    ),
    Invitation: Forme(
        (
            ("Séance du", lambda i: date_courte(i.seance.jour)),
            ("Séance", lambda i: i.seance.nom),
            ("Catégorie", lambda i: i.get_categorie_display()),
            ("Invité", lambda i: str(i.partenaire or i.libelle or i.get_categorie_display())),
            ("Présence", lambda i: i.get_presence_display() or "non notée"),
        ),
        ("seance__regroupement", "partenaire"),
        personne=False,
    ),
    ContactEntreprise: Forme(
        (JOUR, ("Entreprise", lambda c: str(c.partenaire)), ("Nature", lambda c: c.get_nature_display())),
        ("partenaire",),
        personne=False,
    ),
    Candidature: Forme(
        (JOUR, ("Entreprise", lambda c: str(c.partenaire)), ("Suite", lambda c: c.get_suite_display())),
        ("partenaire", *PROFIL),
    ),
    DemandeFormation: Forme(
        (
            ("Réponse le", lambda d: date_courte(d.decidee_le)),
            ("Formation souhaitée", lambda d: d.intitule),
            ("Réponse", lambda d: d.get_statut_display()),
            ("Raison", lambda d: d.get_motif_display()),
        ),
        personne=False,
    ),
    Formation: Forme(
        (
            ("Prévue le", _jour),
            ("Formation", lambda f: f.intitule),
            ("État", lambda f: f.get_statut_display()),
            ("Raison", lambda f: f.get_motif_display()),
        ),
        personne=False,
    ),
    Releve: Forme(
        (
            ("Relevé le", _jour),
            ("Valeur", lambda r: nombre(r.valeur)),
            ("Source", lambda r: r.source or "non précisée"),
            ("Saisi par", lambda r: str(r.saisi_par or "compte supprimé")),
        ),
        ("saisi_par",),
        personne=False,
    ),
    Jeune: Forme((), ("commune",)),
    # Of an answer, its question and what was chosen: nothing that would put two answers of a sheet side by side.
    Feuille: Forme(
        (
            ("Questionnaire", lambda f: f.vague.questionnaire.titre),
            ("Vague", lambda f: f.vague.libelle),
            ("Reçu", lambda f: f.get_canal_display()),
        ),
        ("vague__questionnaire",),
        personne=False,
    ),
    ReponseQuestion: Forme(
        (
            ("Vague", lambda r: r.feuille.vague.libelle),
            ("Question", lambda r: r.question.libelle),
            ("Réponse", lambda r: str(r)),
            ("Favorable", lambda r: "oui" if r.option.favorable else "non"),
        ),
        ("feuille__vague", "question", "option"),
        personne=False,
    ),
    EvenementAnnule: Forme(
        (
            ("Avait eu lieu le", lambda e: date_courte(local_day(e.fait_le))),
            ("Nature", lambda e: e.get_nature_display()),
            LIEU,
            ("Annulé le", lambda e: date_courte(local_day(e.annule_le))),
        ),
        ("lieu",),
        personne=False,
    ),
}
FORME_INCONNUE = Forme((("Jour", lambda objet: date_courte(getattr(objet, "jour", None))),), personne=False)


@dataclass(frozen=True)
class Ligne:
    """One record: its cells, the person in words, and the file when the reader may open it."""

    cellules: list[tuple[str, str]]  # heading, text
    personne: str
    jeune: Jeune | None


def forme_de(queryset: QuerySet[Any]) -> Forme:
    """Return how the records of a queryset are listed."""
    concret = queryset.model._meta.concrete_model
    return FORMES.get(concret, FORME_INCONNUE)


def prepare(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Read with each record what its line says."""
    return queryset.select_related(*forme_de(queryset).relations)


def lignes(objets: list[Any], forme: Forme, *, user: Utilisateur) -> list[Ligne]:
    """Return the lines of a page of records; the names of those whose file the reader may open, in one statement."""
    visibles: dict[UUID, Jeune] = {}
    if forme.personne:
        ids = {_jeune_id(objet) for objet in objets} - {None}
        visibles = Jeune.objects.visible_to(user).in_bulk(list(ids)) if ids else {}
    return [
        Ligne(
            [(entete, lit(objet)) for entete, lit in forme.colonnes],
            _statistique(objet) if forme.personne else "",
            visibles.get(_jeune_id(objet)) if forme.personne else None,
        )
        for objet in objets
    ]


def _jeune_id(objet: Any) -> Any:
    return objet.pk if isinstance(objet, Jeune) else getattr(objet, "jeune_id", None)


def _statistique(objet: Any) -> str:
    """Return a person as statistics know one: sex, age group, commune, at the moment of the fact."""
    if isinstance(objet, Jeune):
        return str(objet.commune or "commune non renseignée")
    if objet.personne is None:
        return "personne non identifiée"
    tranche = next(
        (
            libelle
            for _, libelle, bas, haut in TRANCHES_AGE
            if objet.age is not None and (bas is None or objet.age >= bas) and (haut is None or objet.age <= haut)
        ),
        "âge non renseigné",
    )
    sexe = objet.get_sexe_display() or "sexe non renseigné"
    commune = objet.commune.nom if objet.commune else "commune non renseignée"
    return f"{sexe}, {tranche[0].lower()}{tranche[1:]}, {commune}"
