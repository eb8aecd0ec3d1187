"""The JSON Schema of a frozen content. Numbers are text ("16.3"), so that no reader rounds them."""

from typing import Any

from evaluation.choix import AccordCitation, EtatAppreciation, EtatValeur, OrigineCitation, TypeBilan

IDENTIFIANT = "urn:mission-locale:bilan:3"
Schema = dict[str, Any]

TEXTE: Schema = {"type": "string"}
ENTIER: Schema = {"type": "integer", "minimum": 0}
BOOLEEN: Schema = {"type": "boolean"}
NOMBRE: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
JOUR: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOIS: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}$"}


def _ou_vide(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _liste(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _objet(requis: dict[str, Schema], facultatif: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": requis | (facultatif or {}),
        "required": sorted(requis),
        "additionalProperties": False,
    }


RESULTAT: dict[str, Schema] = {
    "etat": {"enum": EtatValeur.values, "description": "Mesuré, non mesuré, ou sans objet."},
    "valeur": _ou_vide(NOMBRE),
    "numerateur": _ou_vide(NOMBRE),
    "denominateur": _ou_vide(NOMBRE),
    "masque": BOOLEEN | {"description": "Vrai : trop peu de personnes pour que le nombre soit écrit."},
}
SERIE: Schema = _liste({"type": "array", "prefixItems": [MOIS, _ou_vide(NOMBRE)], "minItems": 2, "maxItems": 2})


def build_schema() -> Schema:
    """Return the schema of the third format."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIANT,
        "title": "Bilan d’un projet associatif de Mission Locale, figé",
    } | _objet(
        {
            "format": {"const": 3},
            "logiciel": _objet({"nom": TEXTE, "version": TEXTE}),
            "mission_locale": TEXTE,
            "bilan": _bilan(),
            "projet": _objet({"titre": TEXTE}),
            "territoire": _territoire(),
            "equipe": _liste(_objet({"fonction": TEXTE, "nombre": ENTIER})),
            "partenaires": _liste(_objet({"type": TEXTE, "nombre": ENTIER})),
            "public": _public(),
            "objectifs": _liste(_objectif()),
            "hors_objectif": _liste(_fiche()),
            "definitions": _liste(_definition()),
            "secret": _objet({"seuil": ENTIER}),
            "commissions": _ou_vide({"type": "object"})
            | {"description": "Ce que les deux commissions ont écrit : lecture, avis, préconisations, réponses."},
            "comparaison": _ou_vide(_comparaison()),
        }
    )


def _bilan() -> Schema:
    return _objet(
        {
            "id": TEXTE,
            "type": {"enum": TypeBilan.values},
            "libelle": TEXTE,
            "debut": JOUR,
            "fin_projet": JOUR,
            "arrete_au": JOUR | {"description": "Dernier jour compté."},
            "demande_le": JOUR,
            "precedent": _ou_vide(_objet({"id": TEXTE, "libelle": TEXTE, "arrete_au": JOUR, "empreinte": TEXTE}))
            | {"description": "Bilan du même projet, figé juste avant celui-ci."},
        }
    )


def _territoire() -> Schema:
    return _objet(
        {
            "communes": ENTIER,
            "population": ENTIER,
            "epci": _liste(_objet({"nom": TEXTE, "communes": ENTIER, "population": _ou_vide(ENTIER)})),
            "lieux": _liste(_objet({"nom": TEXTE, "type": TEXTE, "commune": TEXTE})),
        }
    )


def _public() -> Schema:
    ligne = _objet(RESULTAT | {"libelle": TEXTE})
    return _objet(
        {
            "chiffres": _liste(_objet(RESULTAT | {"libelle": TEXTE, "mesure": TEXTE, "unite": TEXTE})),
            "ventilations": _liste(_objet({"titre": TEXTE, "mesure": TEXTE, "unite": TEXTE, "lignes": _liste(ligne)})),
            "mois": SERIE,
        }
    )


def _objectif() -> Schema:
    operationnel = _objet({"numero": ENTIER, "titre": TEXTE, "description": TEXTE, "fiches": _liste(_fiche())})
    return _objet({"numero": ENTIER, "titre": TEXTE, "description": TEXTE, "operationnels": _liste(operationnel)})


def _fiche() -> Schema:
    textes = ("titre", "statut", "statut_libelle", "but", "calendrier", "coordonne", "realise", "partenaires")
    montants = {"prevu": NOMBRE, "depense": NOMBRE}
    financeur = _ou_vide(_objet({"id": TEXTE, "nom": TEXTE}))
    etape = {"id": TEXTE, "ordre": ENTIER, "titre": TEXTE, "etat": TEXTE}
    return _objet(
        dict.fromkeys((*textes, "vigilance", "perspectives"), TEXTE)
        | {
            "id": TEXTE,
            "numero": _ou_vide(ENTIER),
            "budget": _objet(montants),
            "budget_lignes": _liste(_objet(montants | {"libelle": TEXTE, "financeur": financeur})),
            "etapes": _liste(_objet(etape | {"echeance": _ou_vide(JOUR), "faite_le": _ou_vide(JOUR)})),
            "criteres": _liste(_objet({"libelle": TEXTE, "indicateurs": _liste(_indicateur())})),
        },
        {"pieces": _liste(_piece()) | {"description": "Fichiers joints à la fiche ; absent quand il n’y en a pas."}},
    )


def _piece() -> Schema:
    empreinte = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    textes = dict.fromkeys(("nom", "legende", "etape"), TEXTE)
    return _objet(textes | {"deposee_le": JOUR, "taille": ENTIER, "sha256": empreinte})


def _indicateur() -> Schema:
    """Return what every indicateur has, what those that a measure computes have besides, or those that people judge."""
    toujours = dict.fromkeys(("id", "libelle", "type", "type_libelle", "mesure", "sens_cible"), TEXTE)
    return _objet(
        toujours | {"cible": _ou_vide(NOMBRE), "cumulative": BOOLEEN},
        {
            "mesure_version": ENTIER,
            "unite": TEXTE,
            "filtres": TEXTE | {"description": "Filtres et paramètres, en mots."},
            "demande": _objet({"filtres": {"type": "object"}, "parametres": {"type": "object"}}),
            "resultat": _objet(RESULTAT),
            "raison": TEXTE,
            "serie": SERIE,
            "serie_cumulee": BOOLEEN,
            "tendance": TEXTE,
            "appreciation": _ou_vide(_appreciation())
            | {"description": "Pour un indicateur sans chiffre : ce que des personnes en ont conclu, ou rien encore."},
        },
    )


ETAT_APPRECIE: dict[str, Schema] = {"jour": JOUR, "etat": {"enum": EtatAppreciation.values}, "etat_libelle": TEXTE}


def _appreciation() -> Schema:
    """Return what people concluded of an indicateur without a number, with the words that may be quoted outside."""
    citation = {
        "mots": TEXTE,
        "de": {"enum": OrigineCitation.values},
        "de_libelle": TEXTE,
        "accord": {"enum": [code for code in AccordCitation.values if code != AccordCitation.MAISON]},
    }
    return _objet(
        ETAT_APPRECIE
        | {
            "depuis": _ou_vide(JOUR),
            "lu_par": TEXTE,
            "texte": TEXTE,
            "citations": _liste(_objet(citation)),
            "precedentes": _liste(_objet(ETAT_APPRECIE)),
        }
    )


def _comparaison() -> Schema:
    """Return the final bilan beside the intermediate one."""
    ligne = {
        "cle": TEXTE,
        "fiche": _ou_vide(_objet({"numero": _ou_vide(ENTIER), "titre": TEXTE})),
        "libelle": TEXTE,
        "unite": TEXTE,
        "version": _ou_vide(ENTIER),
        "avant": _ou_vide(_objet(RESULTAT)),
        "resultat": _objet(RESULTAT),
    }
    bilan = _objet({"id": TEXTE, "libelle": TEXTE, "arrete_au": JOUR, "empreinte": TEXTE})
    etat = _ou_vide(_objet(ETAT_APPRECIE))
    appreciation = {nom: ligne[nom] for nom in ("cle", "fiche", "libelle")} | {"avant": etat, "apres": etat}
    return _objet({"bilan": bilan, "lignes": _liste(_objet(ligne)), "appreciations": _liste(_objet(appreciation))})


def _definition() -> Schema:
    # Not in the first bilans of this format: the reading picked of a word that has several, nothing when it has one.
    return _objet(
        dict.fromkeys(("cle", "libelle", "definition", "limites", "unite"), TEXTE) | {"version": ENTIER},
        {"retenue": TEXTE},
    )
