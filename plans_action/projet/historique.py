"""Who changed what in the document of a projet associatif, the latest first."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from commun.templatetags.ml import INSECABLE, date_courte, nombre
from plans_action.historique import MEME_GESTE
from plans_action.models import (
    ExerciceBudget,
    MoyenProjet,
    ObjectifOperationnel,
    PointAnalyse,
    PrincipeProjet,
    ProjetAssociatif,
    RessourceProjet,
    TexteProjet,
)
from structure.models import Lieu, Partenaire

_CACHES = ("id", "projet", "exercice", "ordre", "rubrique")
_MOTS = {
    TexteProjet: "Texte",
    PrincipeProjet: "Charte et valeurs",
    MoyenProjet: "Moyen",
    PointAnalyse: "Point d’analyse",
    ExerciceBudget: "Budget",
    RessourceProjet: "Ressource",
    ProjetAssociatif: "Projet",
}
_VERBES = {"+": "ajout", "-": "suppression"}


@dataclass(frozen=True)
class Changement:
    """One field that changed."""

    libelle: str
    avant: str
    apres: str


@dataclass
class LigneHistorique:
    """What somebody did to one part."""

    le: datetime.datetime
    par: str
    quoi: str
    verbe: str
    changements: list[Changement] = field(default_factory=list)
    motif: str = ""


@dataclass
class Geste:
    """What somebody did at once, for one reason."""

    le: datetime.datetime
    par: str
    motif: str
    lignes: list[LigneHistorique]


def build_historique(projet: ProjetAssociatif) -> list[Geste]:
    """Return what was done to the parts of a projet, gesture by gesture: a constant number of queries."""
    gestes: list[Geste] = []
    for ligne in _lignes(projet):
        geste = gestes[-1] if gestes else None
        same = geste is not None and (geste.par, geste.motif) == (ligne.par, ligne.motif)
        if geste is None or not same or geste.le - ligne.le > MEME_GESTE:
            gestes.append(Geste(ligne.le, ligne.par, ligne.motif, [ligne]))
        else:
            geste.lignes.insert(0, ligne)  # inside a gesture, in the order that it was written
    return gestes


def _lignes(projet: ProjetAssociatif) -> list[LigneHistorique]:
    """Return what was done to each part, the latest first."""
    exercices = ExerciceBudget.history.filter(projet_id=projet.pk).values("id")
    noms = _noms(projet)
    traces: list[tuple[Any, Any]] = []
    for model in _MOTS:
        where = {
            RessourceProjet: {"exercice_id__in": exercices},
            ProjetAssociatif: {"id": projet.pk},
        }.get(model, {"projet_id": projet.pk})
        previous: dict[Any, Any] = {}
        history: Any = model.history  # type: ignore[attr-defined]
        for line in history.filter(**where).select_related("history_user").order_by("history_date", "history_id"):
            traces.append((line, previous.get(line.id)))
            previous[line.id] = line
    traces.sort(key=lambda trace: trace[0].history_date)  # at one instant, kind of part by kind of part
    lignes = (_ligne(line, before, noms) for line, before in reversed(traces))
    return [ligne for ligne in lignes if ligne is not None]


def _noms(projet: ProjetAssociatif) -> Callable[[str, Any], str]:
    """Return how the records that lines point to are called today."""
    objectifs = ObjectifOperationnel.objects.filter(objectif_general__projet=projet).select_related("objectif_general")
    tables: dict[str, dict[Any, str]] = {
        "objectif": {objectif.pk: str(objectif) for objectif in objectifs},
        "lieu": dict(Lieu.objects.values_list("pk", "nom")),
        "financeur": dict(Partenaire.objects.values_list("pk", "nom")),
    }
    return lambda champ, pk: tables[champ].get(pk, "supprimé depuis")


def _ligne(line: Any, before: Any, noms: Callable[[str, Any], str]) -> LigneHistorique | None:
    model = line.instance_type
    if model is ProjetAssociatif and line.history_type == "+":
        return None  # the document begins with it
    quoi = _MOTS[model]
    if model is TexteProjet:
        quoi = f"{quoi} « {line.get_rubrique_display()} »"
    elif model is ExerciceBudget:
        quoi = f"{quoi} {line.annee}"
    else:
        quoi = f"{quoi} « {_titre(line, noms)} »"
    par = str(line.history_user) if line.history_user else "L’application"
    verbe = _VERBES.get(line.history_type, "modification")
    changements = list(_changements(line, before, noms)) if line.history_type == "~" and before is not None else []
    if line.history_type == "~" and before is not None and not changements:
        if getattr(line, "ordre", None) == getattr(before, "ordre", None):
            return None
        verbe = "changement de place"
    motif = line.history_change_reason or ""
    return LigneHistorique(line.history_date, par, quoi, verbe, changements, motif)


def _titre(line: Any, noms: Callable[[str, Any], str]) -> str:
    if line.instance_type is RessourceProjet:
        return str(line.libelle or (noms("financeur", line.financeur_id) if line.financeur_id else ""))
    return str(getattr(line, "titre", "") or getattr(line, "libelle", "") or line.texte)[:120]


def _changements(line: Any, before: Any, noms: Callable[[str, Any], str]) -> Iterable[Changement]:
    for champ in line.instance_type._meta.concrete_fields:
        if champ.name in _CACHES:
            continue
        avant, apres = (_en_mots(getattr(row, champ.attname), champ, noms) for row in (before, line))
        if avant != apres:
            libelle = str(champ.verbose_name)
            yield Changement(f"{libelle[:1].upper()}{libelle[1:]}", avant or "rien", apres or "rien")


def _en_mots(valeur: Any, champ: "models.Field[Any, Any]", noms: Callable[[str, Any], str]) -> str:
    if valeur is None or valeur == "":
        return ""
    if champ.is_relation:
        return noms(champ.name, valeur)
    if champ.choices:
        return str(dict(champ.flatchoices)[valeur]) if valeur in dict(champ.flatchoices) else str(valeur)
    if isinstance(valeur, Decimal):
        return f"{nombre(valeur, 2)}{INSECABLE}€"
    if isinstance(valeur, datetime.date):
        return date_courte(valeur)
    return str(valeur)
