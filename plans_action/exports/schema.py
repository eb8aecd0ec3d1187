"""The JSON Schema of a published fiche, made from the fields themselves so that it cannot lag behind them."""

from typing import Any

from plans_action import contenu as c
from plans_action.choix import StatutFiche
from plans_action.exports.document import FORMAT, GROUPES, LIENS, RACINE, VERSION

IDENTIFIANT = "urn:mission-locale:fiche-action:1"
TEXTE = {"type": "string"}


def build_schema() -> dict[str, Any]:
    """Return the schema. Only the title is compulsory; a key that it does not know is refused."""
    champs = {champ.nom: champ for champ in c.FICHE.champs}
    proprietes: dict[str, Any] = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "statut": {"enum": StatutFiche.values, "description": "État de la fiche là où elle a été exportée."},
    }
    proprietes |= {cle: _champ(champs[nom], c.FICHE) for nom, cle in RACINE.items()}
    proprietes["titre"] |= {"minLength": 1}
    for groupe, noms in GROUPES.items():
        proprietes[groupe] = _objet({cle: _champ(champs[nom], c.FICHE) for nom, cle in noms.items()})
    proprietes["evaluation"]["properties"]["indicateurs"] = {"type": "array", "items": TEXTE}
    proprietes |= {cle: {"type": "array", "items": TEXTE} for cle in LIENS.values()}
    for nom in ("etapes", "criteres", *c.PLATES):
        proprietes[nom] = {"type": "array", "items": _schema(c.BRANCHES[nom].schema)}
    proprietes["etapes"]["items"]["properties"]["numero"] = {"type": "integer", "minimum": 0}
    proprietes["a_ranger"] = {"type": "array", "items": TEXTE, "description": "Textes qu’un import n’a pas su placer."}
    proprietes["complements"] = {
        "type": "object",
        "additionalProperties": TEXTE,
        "description": "Rubriques lues dans un document Word, telles quelles.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": IDENTIFIANT,
        "title": "Fiche-action d’une Mission Locale",
        **_objet(proprietes),
        "required": ["titre"],
    }


def _objet(proprietes: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": proprietes, "additionalProperties": False}


def _schema(schema: c.Schema) -> dict[str, Any]:
    proprietes: dict[str, Any] = {}
    for champ in schema.champs:
        if champ.genre == "liaison":
            proprietes |= {
                "type": {"enum": _codes("type", schema)},
                "mesure": {"type": "string", "description": "Clé d’une mesure de l’application."},
                "filtres": {"type": "object", "additionalProperties": {"type": "array", "items": TEXTE}},
                "parametres": {"type": "object"},
            }
        else:
            proprietes[champ.nom] = _champ(champ, schema)
    for branche in schema.branches:
        proprietes[branche.nom] = {"type": "array", "items": _schema(branche.schema)}
    return _objet(proprietes)


def _champ(champ: c.Champ, schema: c.Schema) -> dict[str, Any]:
    column: Any = schema.model._meta.get_field(champ.nom)
    dit = {"description": champ.libelle[:1].upper() + champ.libelle[1:]}
    if champ.genre == "date":
        return {"type": ["string", "null"], "format": "date", **dit}
    if champ.genre == "nombre":
        return {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d{1,2})?$", **dit}
    if champ.genre == "entier":
        return {"type": ["integer", "null"], "minimum": 0, **dit}
    if champ.genre == "oui":
        return {"type": "boolean", **dit}
    if champ.genre == "noms":
        return {"type": "array", "items": {"type": "string", "maxLength": 80}, **dit}
    if champ.genre == "lien":
        return {"type": ["string", "null"], **dit}
    if champ.genre == "choix":
        codes = _codes(champ.nom, schema)
        return {"enum": codes if not column.blank or "" in codes else ["", *codes], **dit}
    return {"type": "string", **({"maxLength": column.max_length} if column.max_length else {}), **dit}


def _codes(nom: str, schema: c.Schema) -> list[str]:
    column: Any = schema.model._meta.get_field(nom)
    return [str(code) for code, _ in column.choices]
