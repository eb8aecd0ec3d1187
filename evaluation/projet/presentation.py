"""From the content of the document to what people read: the same words for the page, the PDF and the Word file."""

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from commun.templatetags.ml import INSECABLE, accord, date_courte, nombre, pluriel
from evaluation.bilans.canonique import empreinte
from evaluation.bilans.presentation.maison import present_maison
from evaluation.bilans.presentation.mots import date_en_lettres, jour
from evaluation.bilans.presentation.public import present_public
from plans_action.choix import ModeleFiche
from plans_action.exports.mise_en_page import lay_out

PUCES = ("-", "–", "•", "*")
TRANCHES = ("Moins de 5 ans", "De 5 à 9 ans", "De 10 à 14 ans", "15 ans et plus")

# The states of what was asked and of what was organised, alone and several.
ETATS_DEMANDE = {
    "acceptee": ("acceptée", "acceptées"),
    "refusee": ("refusée", "refusées"),
    "demandee": ("sans réponse à ce jour", "sans réponse à ce jour"),
}
ETATS_FORMATION = {
    "tenue": ("tenue", "tenues"),
    "prevue": ("à venir", "à venir"),
    "annulee": ("annulée", "annulées"),
}


def presenter(contenu: str) -> dict[str, Any]:
    """Return everything that the document shows, ready to be laid out."""
    return present(json.loads(contenu)) | {"empreinte": empreinte(contenu)}


def present(brut: dict[str, Any]) -> dict[str, Any]:
    """Return the document of a content that may not be frozen."""
    projet = brut["projet"]
    themes = [_theme(theme) for theme in brut["themes"]]
    return {
        "mission_locale": brut["mission_locale"],
        "titre": projet["titre"],
        "sous_titre": projet["sous_titre"],
        "periode": f"{jour(projet['debut']).year} – {jour(projet['bilan_final']).year}",
        "arrete_au": date_en_lettres(jour(brut["arrete_au"])),
        "arrete_au_iso": brut["arrete_au"],
        "textes": {code: paragraphes(texte) for code, texte in brut["textes"].items()},
        "valeurs": [_principe(principe) for principe in brut["valeurs"]],
        "articles": [_principe(principe) for principe in brut["articles"]],
        "territoire": present_maison(
            {"territoire": brut["territoire"], "equipe": brut["equipe"]["fonctions"], "partenaires": []}
        ),
        "lieux": [_lieu(lieu) for lieu in brut["lieux"]],
        "public": _public(brut["public"]),
        "equipe": _equipe(brut["equipe"]),
        "formation": _formation(brut.get("formation")),  # documents published before had none
        "partenaires": [_partenaires(groupe) for groupe in brut["partenaires"]],
        "conventions": [_convention(convention) for convention in brut["conventions"]],
        "moyens": [{"genre": g["genre"], "lignes": [_moyen(ligne) for ligne in g["lignes"]]} for g in brut["moyens"]],
        "themes": themes,
        "sans_reponse": sum(point["sans_reponse"] for theme in themes for point in theme["ameliorations"]),
        "objectifs": [_objectif(objectif) for objectif in brut["objectifs"]],
        "exercices": [_exercice(exercice) for exercice in brut["exercices"]],
        "financeurs": [_financeur(financeur) for financeur in brut["financeurs"]],
        "bilans": [
            {"nom": "Bilan intermédiaire", "le": date_en_lettres(jour(projet["bilan_intermediaire"]))},
            {"nom": "Bilan final", "le": date_en_lettres(jour(projet["bilan_final"]))},
        ],
        "fiches": [_fiche(fiche) for fiche in brut["fiches"]],
    }


def paragraphes(texte: str) -> list[dict[str, Any]]:
    """Cut a text into paragraphs and lists: an empty line ends a paragraph, a dash starts a point of a list."""
    blocs: list[dict[str, Any]] = []
    courant: list[str] = []

    def end() -> None:
        if courant:
            blocs.append({"genre": "paragraphe", "texte": "\n".join(courant), "points": []})
            courant.clear()

    for ligne in texte.replace("\r\n", "\n").split("\n"):
        nue = ligne.strip()
        if nue[:1] in PUCES and nue[1:].startswith((" ", INSECABLE)):
            end()
            if not blocs or blocs[-1]["genre"] != "liste":
                blocs.append({"genre": "liste", "texte": "", "points": []})
            blocs[-1]["points"].append(nue[1:].strip())
        elif nue:
            courant.append(nue)
        else:
            end()
    end()
    return blocs


def euros(texte: str | None) -> str:
    """Return an amount as it is written."""
    return "" if texte is None else f"{nombre(Decimal(texte), 2)}{INSECABLE}€"


def _partenaires(groupe: dict[str, Any]) -> dict[str, str]:
    return {"type": groupe["type"], "nombre": nombre(len(groupe["noms"])), "noms": ", ".join(groupe["noms"])}


def _convention(convention: dict[str, Any]) -> dict[str, str]:
    return {
        "partenaire": convention["partenaire"],
        "objet": convention["objet"],
        "debut": date_courte(jour(convention["debut"])),
        "fin": date_courte(jour(convention["fin"])) if convention["fin"] else "sans terme",
    }


def _formation(lu: dict[str, Any] | None) -> list[str]:
    """Return in sentences what was asked, refused, held, cancelled; nothing when nothing was."""
    if not lu:
        return []
    demandes, formations = lu["demandes"], lu["formations"]
    depuis = f" de formation depuis le {date_en_lettres(jour(lu['debut']))}"
    return [
        *_etats("demande", depuis, demandes["etats"], ETATS_DEMANDE),
        *_raisons("Raisons des refus", demandes["raisons"]),
        *_etats("formation", "", formations["etats"], ETATS_FORMATION),
        *_raisons("Raisons des annulations", formations["raisons"]),
    ]


def _etats(nom: str, suite: str, etats: dict[str, int], mots: dict[str, tuple[str, str]]) -> list[str]:
    total = sum(etats.values())
    comptes = [(etats.get(code, 0), *accords) for code, accords in mots.items()]
    detail = ", ".join(f"{nombre(n)}{INSECABLE}{accord(n, seul, plusieurs)}" for n, seul, plusieurs in comptes if n)
    return [f"{pluriel(total, nom)}{suite}{INSECABLE}: {detail}."] if total else []


def _raisons(titre: str, raisons: list[dict[str, Any]]) -> list[str]:
    dites = ", ".join(f"{r['libelle'][:1].lower()}{r['libelle'][1:]} ({nombre(r['nombre'])})" for r in raisons)
    return [f"{titre}{INSECABLE}: {dites}."] if dites else []


def _principe(principe: dict[str, str]) -> dict[str, Any]:
    return {"titre": principe["titre"], "texte": paragraphes(principe["texte"])}


def _lieu(lieu: dict[str, Any]) -> dict[str, str]:
    rythmes = "\n".join(rythme[:1].upper() + rythme[1:] for rythme in lieu["rythmes"])
    adresse = "\n".join(part for part in (lieu["adresse"], f"Hôte : {lieu['hote']}" if lieu["hote"] else "") if part)
    # « Hors les murs » is both a place and its kind: said once.
    genre = "" if lieu["type"].lower() in lieu["nom"].lower() else lieu["type"]
    return {"nom": lieu["nom"], "type": genre, "adresse": adresse, "rythme": rythmes or "Au cas par cas"}


def _public(public: dict[str, Any] | None) -> dict[str, Any] | None:
    if public is None:
        return None
    definitions = {d["cle"]: d | {"repere": f"D{rang}"} for rang, d in enumerate(public["definitions"], 1)}
    fin = jour(public["fin"])
    whole = (fin.month, fin.day) == (12, 31)
    return present_public(public, definitions) | {
        "annee": str(public["annee"]),
        "periode": f"Année {public['annee']}" if whole else f"Du 1er janvier au {date_en_lettres(fin)}",
        "definitions": list(definitions.values()),
    }


def _equipe(equipe: dict[str, Any]) -> dict[str, Any]:
    moyenne = equipe["anciennete_moyenne"]
    return {
        "phrase": f"{pluriel(equipe['nombre'], 'personne')} dans l’équipe"
        + (f", avec {nombre(Decimal(moyenne), 1)} années d’ancienneté en moyenne." if moyenne else "."),
        "fonctions": [{"nom": f["fonction"], "nombre": nombre(f["nombre"])} for f in equipe["fonctions"]],
        "tranches": [
            {"nom": nom, "nombre": nombre(compte)} for nom, compte in zip(TRANCHES, equipe["tranches"], strict=True)
        ],
    }


def _moyen(moyen: dict[str, Any]) -> dict[str, str]:
    return {
        "libelle": moyen["libelle"],
        "nombre": "" if moyen["nombre"] is None else nombre(moyen["nombre"]),
        "precision": "\n".join(part for part in (moyen["lieu"], moyen["precision"]) if part),
    }


def _theme(theme: dict[str, Any]) -> dict[str, Any]:
    return {
        "libelle": theme["libelle"],
        "forces": [_point(point) for point in theme["forces"]],
        "ameliorations": [_point(point) for point in theme["ameliorations"]],
    }


def _point(point: dict[str, Any]) -> dict[str, Any]:
    quand = date_en_lettres(jour(point["atelier_le"])) if point["atelier_le"] else ""
    reponse = f"Objectif {point['objectif']}" if point["objectif"] else ""
    return {
        "texte": point["texte"],
        "atelier": ", ".join(part for part in (point["atelier"], quand) if part),
        "reponse": reponse or ("Sans réponse pour l’instant" if point["sans_reponse"] else ""),
        "sans_reponse": point["sans_reponse"],
    }


def _objectif(objectif: dict[str, Any]) -> dict[str, Any]:
    return {
        "titre": f"Objectif général {objectif['numero']} : {objectif['titre']}",
        "description": paragraphes(objectif["description"]),
        "operationnels": [
            {
                "titre": f"{operationnel['numero']} {operationnel['titre']}",
                "description": paragraphes(operationnel["description"]),
                "points": operationnel["points"],
                "fiches": [
                    fiche | {"nom": f"{fiche['numero']}. {fiche['titre']}" if fiche["numero"] else fiche["titre"]}
                    for fiche in operationnel["fiches"]
                ],
            }
            for operationnel in objectif["operationnels"]
        ],
    }


def _exercice(exercice: dict[str, Any]) -> dict[str, Any]:
    controle = ""
    if exercice["total_vote"] is not None:
        controle = f"Le total voté est de {euros(exercice['total_vote'])}"
        ecart = Decimal(exercice["ecart"])
        controle += (
            f" : les lignes font {euros(str(abs(ecart)))} de {'plus' if ecart > 0 else 'moins'}."
            if ecart
            else " : les lignes s’additionnent au même montant."
        )
    return {
        "annee": str(exercice["annee"]),
        "note": paragraphes(exercice["note"]),
        "lignes": [
            {"nom": ligne["nom"]} | {cle: euros(ligne[cle]) for cle in ("reprise", "subvention", "total")}
            for ligne in exercice["lignes"]
        ],
        "reprise": euros(exercice["reprise"]),
        "subvention": euros(exercice["subvention"]),
        "total": euros(exercice["total"]),
        "controle": controle,
        "ecart": bool(Decimal(exercice["ecart"])),
    }


def _financeur(financeur: dict[str, Any]) -> dict[str, Any]:
    apporte = financeur["apporte"]
    phrase = f"Apporte {euros(apporte)} sur les années du budget" if apporte is not None else "Pas encore au budget"
    if financeur["lignes"]:
        phrase += f"\u202f; les fiches-action en prévoient {euros(financeur['prevu'])}"
    return {
        "nom": financeur["nom"],
        "phrase": f"{phrase}.",
        "emplois": financeur["emplois"],
        "lignes": [
            {"fiche": ligne["fiche"], "libelle": ligne["libelle"], "prevu": euros(ligne["prevu"])}
            for ligne in financeur["lignes"]
        ],
        "prevu": euros(financeur["prevu"]),
        "depasse": financeur["depasse"],
    }


def _fiche(fiche: dict[str, Any]) -> dict[str, Any]:
    """Return a fiche in the layout by steps, as blocks."""
    page = lay_out(fiche["document"], ModeleFiche.MOULINS)
    titre = fiche["document"]["titre"]
    titre = f"{fiche['numero']}. {titre}" if fiche["numero"] else titre
    blocs = [{**asdict(bloc), "tetes": bool(bloc.texte) + bool(bloc.entetes)} for bloc in page.blocs]
    return {"titre": titre, "blocs": blocs}
