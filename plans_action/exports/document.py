"""
A fiche as published JSON (docs/schemas/fiche-action.schema.json): everything a person wrote, names instead of keys.

The header, étapes, evaluation, perspectives and a_ranger are those that the import of a Word fiche writes. Numbers are
text ("28.50"), so that no reader rounds them. The same fiche always gives the same bytes.
"""

import json
from typing import Any

from plans_action import contenu as c
from plans_action.libelles import noms_of
from plans_action.models import FicheAction

FORMAT = "fiche-action"
VERSION = 1
SEPARATEUR = "\n\n"  # between the blocks of a_ranger

# Field of the fiche -> key of the document, for the plain fields that stand at its root.
RACINE = {
    "titre": "titre",
    "modele": "modele",
    "but": "objectif",
    "calendrier": "calendrier",
    "date_action": "date_action",
    "debut": "debut",
    "echeance": "echeance",
    "resume": "resume",
    "coordonne": "coordonne",
    "realise": "realise",
    "partenaires_texte": "partenaires",
    "recurrence": "recurrence",
    "type_recurrence": "type_action",
    "constat": "constat",
    "finalite": "finalite",
    "public_cible": "public_cible",
    "implantation": "implantation",
    "pilotage": "pilotage",
    "intentions": "intentions",
    "description": "description",
    "resultats": "resultats",
    "duree_projet": "duree_projet",
    "duree_action": "duree_action",
    "preparation": "preparation",
    "type_participation": "type_participation",
    "champs_action": "champs_action",
    "besoins_materiels": "besoins_materiels",
    "contacts": "contacts",
    "vigilance": "vigilance",
    "perspectives": "perspectives",
}
GROUPES = {
    "evaluation": {f"evaluation_{nom}": nom for nom in ("quoi", "quand", "qui", "comment")},
    "perspectives_detail": {f"perspectives_{nom}": nom for nom in ("quand", "qui", "comment")},
    "demarche": {
        f"demarche_{nom}": nom
        for nom in ("reflexion", "ciblage", "communication", "regroupement", "ajustement", "phase", "tour")
    },
}
# Lists of things that both installations may know by their name.
LIENS = {"coordinateurs": "coordinateurs", "partenaires": "partenaires_lies", "lieux": "lieux"}


def export_fiche(fiche: FicheAction) -> dict[str, Any]:
    """Return a fiche as published."""
    return publish(c.snapshot(fiche), statut=fiche.statut)


def publish(contenu: c.Contenu, *, statut: str) -> dict[str, Any]:
    """Return a content as published; empty fields are there too, so that a reader sees what may be filled."""
    noms = noms_of(contenu)
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "statut": statut}
    document |= {cle: contenu[nom] for nom, cle in RACINE.items()}
    for groupe, champs in GROUPES.items():
        document[groupe] = {cle: contenu[nom] for nom, cle in champs.items()}
    document |= {cle: [noms(nom, pk) for pk in contenu[nom]] for nom, cle in LIENS.items()}
    premiere = contenu["premiere_etape"] or 0
    document["etapes"] = [
        {"numero": numero, **_item(etape, c.ETAPE, noms)} for numero, etape in enumerate(contenu["etapes"], premiere)
    ]
    document["criteres"] = [_item(critere, c.CRITERE, noms) for critere in contenu["criteres"]]
    document["evaluation"]["indicateurs"] = [
        indicateur["libelle"] for critere in contenu["criteres"] for indicateur in critere["indicateurs"]
    ]
    for liste in c.PLATES:
        document[liste] = [_item(item, c.BRANCHES[liste].schema, noms) for item in contenu[liste]]
    document["a_ranger"] = contenu["a_ranger"].split(SEPARATEUR) if contenu["a_ranger"] else []
    return document


def _item(item: c.Contenu, schema: c.Schema, noms: Any) -> dict[str, Any]:
    publie: dict[str, Any] = {}
    for champ in schema.champs:
        if champ.genre == "liaison":
            publie |= item[champ.nom]
        elif champ.genre == "lien":
            publie[champ.nom] = noms(champ.nom, item[champ.nom]) if item[champ.nom] else None
        else:
            publie[champ.nom] = item[champ.nom]
    for branche in schema.branches:
        publie[branche.nom] = [_item(enfant, branche.schema, noms) for enfant in item[branche.nom]]
    return publie


def write_json(document: dict[str, Any]) -> bytes:
    """Return the bytes of a document."""
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
