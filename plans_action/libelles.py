"""How a value of a fiche is said to people: names instead of keys, French dates and numbers, the words of a measure."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from commun.mesures import Filtre, Mesure, MesureInconnue, registre
from commun.templatetags.ml import INSECABLE, nombre
from plans_action.choix import SensCible, TypeIndicateur
from plans_action.contenu import BRANCHES, FICHE, Champ, Contenu, Schema, links, related_model
from plans_action.models import Indicateur

VIDE = "vide"
LIENS = ("lien", "liens")
SUPPRIME = "(supprimé depuis)"
SCHEMAS = (FICHE, *(branche.schema for branche in BRANCHES.values()))


class Libelles:
    """Names of everything that contents link to, read once: one query per kind of thing linked."""

    def __init__(self, contenus: Iterable[tuple[Contenu, Schema]]) -> None:
        keys: dict[type[models.Model], set[str]] = {}
        for contenu, schema in contenus:
            for model, pks, _ in links(contenu, schema):
                keys.setdefault(model, set()).update(pks)
        self._precisions = Precisions()
        self._noms: dict[type[models.Model], dict[str, str]] = {
            model: {str(objet.pk): str(objet) for objet in _named(model).filter(pk__in=pks)}
            for model, pks in keys.items()
            if pks
        }

    def en_mots(self, valeur: Any, champ: Champ, schema: Schema) -> str:
        """Return a value of the content for people, « vide » when there is none."""
        if champ.genre == "liaison":
            return self._precisions.liaison(valeur)
        if valeur in (None, "", []):
            return VIDE
        if champ.genre in ("lien", "liens"):
            noms = self._noms.get(related_model(schema, champ), {})
            cles = valeur if champ.genre == "liens" else [valeur]
            return ", ".join(sorted(noms.get(str(cle), SUPPRIME) for cle in cles))
        if champ.genre == "noms":
            return ", ".join(valeur)
        if champ.genre == "oui":
            return "oui" if valeur else "non"
        if champ.genre == "choix":
            choices = dict(schema.model._meta.get_field(champ.nom).choices or ())  # type: ignore[union-attr]
            return str(choices.get(valeur, valeur))
        if champ.genre == "date":
            return f"{datetime.date.fromisoformat(valeur):%d/%m/%Y}"
        if champ.genre == "nombre":
            return nombre(Decimal(valeur))
        return str(valeur)


def _named(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return a model's rows with what their names need."""
    queryset = model._default_manager.all()
    return queryset.select_related("objectif_general") if model.__name__ == "ObjectifOperationnel" else queryset


def find_mesure(cle: str) -> Mesure | None:
    """Return a measure, None when it was withdrawn or never chosen."""
    try:
        return registre.get(cle) if cle else None
    except MesureInconnue:
        return None


class Precisions:
    """The filters and parameters of indicateurs in words; the choices of each filter are read once."""

    def __init__(self) -> None:
        self._choix: dict[int, dict[str, str]] = {}

    def liaison(self, liaison: Mapping[str, Any]) -> str:
        """Return what an indicateur is bound to, in one sentence."""
        if liaison["type"] != TypeIndicateur.CALCULE and not liaison["mesure"]:
            return str(TypeIndicateur(liaison["type"]).label)
        mesure = find_mesure(liaison["mesure"])
        if mesure is None:
            return "mesure qui n’existe plus"
        precisions = self.of(mesure, liaison["filtres"], liaison["parametres"])
        return f"{mesure.libelle} ({' ; '.join(precisions)})" if precisions else mesure.libelle

    def of(self, mesure: Mesure, filtres: Mapping[str, list[str]], parametres: Mapping[str, Any]) -> list[str]:
        """Return the filters and parameters of an indicateur, one phrase each."""
        mots = []
        for nom, filtre in mesure.filtres.items():
            if filtres.get(nom):
                choix = self.choix(filtre)
                mots.append(f"{filtre.libelle} : {', '.join(choix.get(str(cle), SUPPRIME) for cle in filtres[nom])}")
        for nom, parametre in mesure.parametres.items():
            valeur = parametres.get(nom, parametre.defaut)
            if valeur is None or nom in mesure.sans_effet:  # None: what the definition says, nothing was chosen here
                continue
            mots.append(
                f"{parametre.libelle} : {parametre.en_mots(tuple(valeur) if isinstance(valeur, list) else valeur)}"
            )
        return mots

    def choix(self, filtre: Filtre) -> dict[str, str]:
        """Return the choices of a filter, key and label."""
        key = id(filtre.choix)
        if key not in self._choix:
            self._choix[key] = {str(cle): label for cle, label in filtre.choix()}
        return self._choix[key]


def describe_cible(indicateur: Indicateur) -> str:
    """Return « au moins 120 », « au moins 80 % » for a share, nothing without a target."""
    if indicateur.cible is None:
        return ""
    return f"{SensCible(indicateur.sens_cible).label.lower()} {nombre(indicateur.cible)}{signe_of(indicateur.mesure)}"


def signe_of(cle: str) -> str:
    """Return what follows a target of this measure: the sign of a share."""
    mesure = find_mesure(cle)
    return f"{INSECABLE}%" if mesure is not None and mesure.unite == "%" else ""


def noms_of(contenu: Contenu) -> Callable[[str, str], str]:
    """Return how to name what a content links to, read once: field and key give a name."""
    schemas = {champ.nom: (schema, champ) for schema in SCHEMAS for champ in schema.champs if champ.genre in LIENS}
    libelles = Libelles([(contenu, FICHE)])

    def name(nom: str, pk: str) -> str:
        schema, champ = schemas[nom]
        return libelles.en_mots(pk, Champ(champ.nom, champ.libelle, "lien"), schema)

    return name
