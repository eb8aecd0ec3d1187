"""
The content of a fiche as one value: what an editor saw, typed, or finds when somebody else saved meanwhile.

It holds JSON values only (dates as ISO text, numbers as text, links as keys), so that it can be compared, merged and
carried by a form. Each item of a list has a `cle`: the key of its row, or "n1", "n2"… while it is new.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from django.core import signing
from django.db import models
from django.db.models import Prefetch

from commun.mesures import DemandeInvalide, MesureInconnue, registre
from plans_action.models import (
    Critere,
    Etape,
    FicheAction,
    Indicateur,
    LigneBudget,
    LigneEtape,
    PartiePrenante,
    Porteur,
    Risque,
)

Contenu: TypeAlias = dict[str, Any]
Genre: TypeAlias = Literal["texte", "date", "entier", "nombre", "choix", "lien", "liens", "liaison", "noms", "oui"]
SEL = "plans_action.contenu.2"  # changes with the fields: what an older page carries is not read any more


@dataclass(frozen=True)
class Champ:
    """One field of the content: its name, how people call it, and its kind."""

    nom: str
    libelle: str
    genre: Genre = "texte"


@dataclass(frozen=True)
class Branche:
    """A list inside the content, and how one of its items is called."""

    nom: str
    schema: "Schema"
    article: str  # "l’étape": for sentences
    pluriel: str


@dataclass(frozen=True)
class Schema:
    """The fields and the lists of one kind of row."""

    model: type[models.Model]
    champs: tuple[Champ, ...]
    branches: tuple[Branche, ...] = ()


LIGNE = Schema(
    LigneEtape,
    (Champ("quoi", "quoi ?"), Champ("quand", "quand ?"), Champ("qui", "qui ?"), Champ("comment", "comment ?")),
)
ETAPE = Schema(
    Etape,
    (Champ("titre", "intitulé"), Champ("echeance", "pour le", "date"), Champ("statut", "état", "choix")),
    (Branche("lignes", LIGNE, "la ligne", "lignes"),),
)
INDICATEUR = Schema(
    Indicateur,
    (
        Champ("libelle", "libellé"),
        Champ("liaison", "mesure", "liaison"),
        Champ("sens_cible", "sens de la cible", "choix"),
        Champ("cible", "cible", "nombre"),
        Champ("motif_cible", "raison du changement de cible", "choix"),
    ),
)
CRITERE = Schema(
    Critere,
    (Champ("libelle", "libellé"), Champ("determinant", "critère déterminant", "oui")),
    (Branche("indicateurs", INDICATEUR, "l’indicateur", "indicateurs"),),
)
BUDGET = Schema(
    LigneBudget,
    (
        Champ("libelle", "libellé"),
        Champ("nature", "nature", "choix"),
        Champ("etp", "équivalents temps plein", "nombre"),
        Champ("heures", "heures par an", "nombre"),
        Champ("cout_horaire", "coût horaire", "nombre"),
        Champ("taux", "taux de charges", "nombre"),
        Champ("financeur", "financeur", "lien"),
        Champ("prevu", "prévu", "nombre"),
        Champ("depense", "dépensé", "nombre"),
    ),
)
PORTEUR = Schema(
    Porteur,
    (Champ("nom", "nom"), Champ("role", "rôle"), Champ("conseiller", "membre de l’équipe", "lien")),
)
PARTIE = Schema(
    PartiePrenante,
    (Champ("nom", "qui ?"), Champ("roles", "rôles"), Champ("partenaire", "partenaire", "lien")),
)
RISQUE = Schema(
    Risque,
    (
        Champ("libelle", "libellé"),
        Champ("probabilite", "probabilité", "choix"),
        Champ("gravite", "gravité", "choix"),
        Champ("parade", "ce qui est prévu"),
    ),
)
FICHE = Schema(
    FicheAction,
    (
        Champ("titre", "titre"),
        Champ("modele", "modèle", "choix"),
        Champ("numero", "numéro", "entier"),
        Champ("objectif", "objectif opérationnel", "lien"),
        Champ("parente", "fiche dont elle est issue", "lien"),
        Champ("but", "objectif"),
        Champ("calendrier", "calendrier de l’action"),
        Champ("date_action", "jour de l’action", "date"),
        Champ("debut", "début", "date"),
        Champ("echeance", "échéance", "date"),
        Champ("resume", "résumé de l’action"),
        Champ("coordonne", "qui coordonne ?"),
        Champ("coordinateurs", "membres de l’équipe qui coordonnent", "liens"),
        Champ("realise", "qui réalise ?"),
        Champ("partenaires_texte", "partenaires associés, en toutes lettres"),
        Champ("partenaires", "partenaires associés", "liens"),
        Champ("type_recurrence", "type d’action", "choix"),
        Champ("recurrence", "récurrence"),
        Champ("lieux", "lieux", "liens"),
        Champ("constat", "constat"),
        Champ("finalite", "finalité"),
        Champ("public_cible", "public visé"),
        Champ("implantation", "implantation"),
        Champ("pilotage", "pilotage"),
        Champ("intentions", "intentions"),
        Champ("description", "description"),
        Champ("resultats", "résultats attendus"),
        Champ("duree_projet", "durée du projet"),
        Champ("duree_action", "durée de l’action"),
        Champ("preparation", "préparation"),
        Champ("type_participation", "type de participation", "choix"),
        Champ("champs_action", "champs d’action", "noms"),
        Champ("besoins_materiels", "besoins matériels"),
        Champ("contacts", "contacts"),
        Champ("demarche_reflexion", "démarche : réflexion"),
        Champ("demarche_ciblage", "démarche : ciblage"),
        Champ("demarche_communication", "démarche : communication"),
        Champ("demarche_regroupement", "démarche : regroupement"),
        Champ("demarche_ajustement", "démarche : ajustement"),
        Champ("demarche_phase", "phase en cours", "choix"),
        Champ("demarche_tour", "tour de la démarche", "entier"),
        Champ("premiere_etape", "numéro de la première étape", "entier"),
        Champ("evaluation_quoi", "qu’évalue-t-on ?"),
        Champ("evaluation_quand", "quand évalue-t-on ?"),
        Champ("evaluation_qui", "qui évalue ?"),
        Champ("evaluation_comment", "comment évalue-t-on ?"),
        Champ("vigilance", "points de vigilance"),
        Champ("perspectives", "perspectives et évolutions"),
        Champ("perspectives_quand", "perspectives : quand ?"),
        Champ("perspectives_qui", "perspectives : qui ?"),
        Champ("perspectives_comment", "perspectives : comment ?"),
        Champ("a_ranger", "à ranger"),
    ),
    (
        Branche("etapes", ETAPE, "l’étape", "étapes"),
        Branche("criteres", CRITERE, "le critère", "critères"),
        Branche("budget", BUDGET, "la ligne de budget", "lignes de budget"),
        Branche("porteurs", PORTEUR, "la personne qui porte l’action", "porteurs de l’action"),
        Branche("parties_prenantes", PARTIE, "la partie prenante", "parties prenantes"),
        Branche("risques", RISQUE, "le risque", "risques"),
    ),
)
LIAISON = ("type", "mesure", "filtres", "parametres")
CETTE_FICHE = "cette-fiche"  # in a filter: the fiche that is read, which has no key yet
LISTES = tuple(champ.nom for champ in FICHE.champs if champ.genre == "liens")
PLUSIEURS = tuple(champ.nom for champ in FICHE.champs if champ.genre in ("liens", "noms"))
PLATES = ("budget", "porteurs", "parties_prenantes", "risques")  # lists whose items hold no list
BRANCHES = {branche.nom: branche for schema in (FICHE, ETAPE, CRITERE) for branche in schema.branches}
_PAR_MODELE = {branche.schema.model: branche.schema for branche in BRANCHES.values()} | {FicheAction: FICHE}


def schema_of(objet: models.Model) -> Schema:
    """Return the schema of a row."""
    return _PAR_MODELE[type(objet)]


# --- From the database -----------------------------------------------------------------------------


def snapshot(fiche: FicheAction) -> Contenu:
    """Return the content of a fiche as it is stored: thirteen queries, whatever it holds."""
    fiche = (
        FicheAction.objects.prefetch_related(
            *PLUSIEURS,
            Prefetch("etapes", Etape.objects.order_by("ordre", "pk")),
            Prefetch("etapes__lignes", LigneEtape.objects.order_by("ordre", "pk")),
            Prefetch("criteres", Critere.objects.order_by("ordre", "pk")),
            Prefetch("criteres__indicateurs", Indicateur.objects.order_by("ordre", "pk")),
            Prefetch("budget", LigneBudget.objects.order_by("pk")),
            Prefetch("porteurs", Porteur.objects.order_by("ordre", "pk")),
            Prefetch("parties_prenantes", PartiePrenante.objects.order_by("ordre", "pk")),
            Prefetch("risques", Risque.objects.order_by("ordre", "pk")),
        )
        .filter(pk=fiche.pk)
        .get()
    )
    return _item(fiche, FICHE)


def _item(objet: models.Model, schema: Schema) -> Contenu:
    item: Contenu = {"cle": str(objet.pk), **state(objet, schema)}
    for branche in schema.branches:
        item[branche.nom] = [_item(enfant, branche.schema) for enfant in getattr(objet, branche.nom).all()]
    return item


def state(objet: models.Model, schema: Schema) -> Contenu:
    """Return the fields of a row, without its lists of rows."""
    return {champ.nom: _read(objet, champ) for champ in schema.champs}


def _read(objet: models.Model, champ: Champ) -> Any:
    if champ.genre == "noms":
        return sorted(lie.nom for lie in getattr(objet, champ.nom).all()) if objet.pk else []
    if champ.genre == "liens":
        return sorted(str(lie.pk) for lie in getattr(objet, champ.nom).all()) if objet.pk else []
    if champ.genre == "liaison":
        return canonical_liaison({nom: getattr(objet, nom) for nom in LIAISON})
    return canonical(getattr(objet, f"{champ.nom}_id" if champ.genre == "lien" else champ.nom), champ.genre)


# --- From a form -----------------------------------------------------------------------------------


def canonical(valeur: Any, genre: Genre) -> Any:
    """Return a value as the content holds it: one writing only, so that equal things are equal."""
    if genre == "liens":
        return sorted(str(getattr(lie, "pk", lie)) for lie in valeur or ())
    if genre == "noms":
        return sorted({str(nom).strip() for nom in valeur or () if str(nom).strip()})
    if genre == "oui":
        return bool(valeur)
    if genre == "lien":
        return str(getattr(valeur, "pk", valeur)) if valeur else None
    if genre == "date":
        return valeur.isoformat() if isinstance(valeur, datetime.date) else valeur or None
    if genre == "nombre":
        return None if valeur in (None, "") else format(Decimal(valeur).quantize(Decimal("0.01")), "f")
    if genre == "entier":
        return None if valeur in (None, "") else int(valeur)
    # Browsers send line ends as CR LF: the same text must not look changed.
    return str(valeur or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def canonical_liaison(liaison: Contenu) -> Contenu:
    """Return what an indicateur is bound to; nothing but its type when it is not computed."""
    computed = bool(liaison.get("mesure"))
    filtres = liaison.get("filtres") or {}
    return {
        "type": str(liaison["type"]),
        "mesure": str(liaison.get("mesure") or ""),
        "filtres": {nom: sorted(map(str, filtres[nom])) for nom in sorted(filtres) if filtres[nom]} if computed else {},
        "parametres": _with_defaults(liaison["mesure"], liaison.get("parametres") or {}) if computed else {},
    }


def _with_defaults(cle: str, parametres: dict[str, Any]) -> dict[str, Any]:
    """Return every parameter of a measure: one left to its default and one typed with that value are the same."""
    try:
        cleaned = registre.get(cle).clean_parametres(parametres)
    except (MesureInconnue, DemandeInvalide):  # withdrawn since: shown and kept as it was stored
        cleaned = parametres
    return {
        nom: list(valeur) if isinstance(valeur, tuple) else valeur
        for nom, valeur in sorted(cleaned.items())
        if valeur is not None
    }


# --- To the database -------------------------------------------------------------------------------


def values(item: Contenu, schema: Schema, *, without: Sequence[str] = ()) -> dict[str, Any]:
    """Return the attributes to set on a row; lists of links and lists of rows are left out."""
    attributs: dict[str, Any] = {}
    for champ in schema.champs:
        if champ.nom in without or champ.genre in ("liens", "noms"):
            continue
        valeur = item[champ.nom]
        if champ.genre == "liaison":
            attributs |= valeur
        elif champ.genre == "lien":
            attributs[f"{champ.nom}_id"] = valeur
        elif champ.genre == "date":
            attributs[champ.nom] = datetime.date.fromisoformat(valeur) if valeur else None
        elif valeur is None and champ.genre in ("nombre", "entier"):
            field: Any = schema.model._meta.get_field(champ.nom)
            attributs[champ.nom] = None if field.null else field.get_default()
        elif champ.genre == "nombre":
            attributs[champ.nom] = Decimal(valeur)
        else:
            attributs[champ.nom] = valeur
    return attributs


def links(contenu: Contenu, schema: Schema) -> list[tuple[type[models.Model], set[str], str]]:
    """Return what a content links to: model, keys, and how the field is called."""
    found: dict[tuple[type[models.Model], str], set[str]] = {}
    pending = [(contenu, schema)]
    while pending:
        item, schema = pending.pop()
        for champ in schema.champs:
            if champ.genre in ("lien", "liens") and item[champ.nom]:
                related = related_model(schema, champ)
                keys = item[champ.nom] if champ.genre == "liens" else [item[champ.nom]]
                found.setdefault((related, champ.libelle), set()).update(keys)
        pending += [(enfant, branche.schema) for branche in schema.branches for enfant in item.get(branche.nom, [])]
    return [(model, keys, libelle) for (model, libelle), keys in found.items()]


def related_model(schema: Schema, champ: Champ) -> type[models.Model]:
    """Return the model that a link points to."""
    related = schema.model._meta.get_field(champ.nom).related_model
    assert isinstance(related, type)
    return related


# --- Carried by a form -----------------------------------------------------------------------------


def seal(contenu: Contenu) -> str:
    """Return the content as compact signed text."""
    return signing.dumps(contenu, salt=SEL, compress=True)


def unseal(scelle: str) -> Contenu | None:
    """Return the content that `seal` wrote, None when it cannot be read."""
    try:
        contenu: Contenu = signing.loads(scelle, salt=SEL)
    except signing.BadSignature:
        return None
    return contenu
