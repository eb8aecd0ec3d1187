"""
From the frozen content of a bilan to what people read: the same words, numbers and drawings for the page and the PDF.

Nothing here asks the database, the clock or the registry of measures: the document holds what the content holds.
"""

import datetime
import hashlib
import json
from decimal import Decimal
from typing import Any

from django.utils import formats

from commun import graphiques
from commun.templatetags.ml import INSECABLE, nombre, pluriel
from evaluation import cibles, secret
from evaluation.choix import EtatValeur

ABREGES = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
TONS_FICHE = {
    "en_cours": "info",
    "realisee": "bien",
    "validee": "info",
    "suspendue": "alerte",
    "abandonnee": "neutre",
    "idee": "neutre",
    "proposee": "neutre",
}
LIBELLE_LONG = 25  # characters: above, bars take the whole width
ETATS_ETAPE = {
    "faite": ("Faite", "bien"),
    "retard": ("En retard", "alerte"),
    "en_cours": ("En cours", "info"),
    "a_venir": ("À venir", "neutre"),
    "abandonnee": ("Abandonnée", "neutre"),
}


def empreinte(contenu: str) -> str:
    """Return the SHA-256 of the frozen bytes."""
    return hashlib.sha256(contenu.encode()).hexdigest()


def presenter(contenu: str) -> dict[str, Any]:
    """Return everything a bilan shows, ready to be laid out."""
    brut = json.loads(contenu)
    bilan = brut["bilan"]
    arrete_au, debut = _jour(bilan["arrete_au"]), _jour(bilan["debut"])
    ecoulee = cibles.part_ecoulee(debut, _jour(bilan["fin_projet"]), arrete_au)
    definitions = {
        definition["cle"]: definition | {"repere": f"D{rang}"} for rang, definition in enumerate(brut["definitions"], 1)
    }
    contexte = _Contexte(ecoulee=ecoulee, definitions=definitions, fin_projet=_jour(bilan["fin_projet"]))
    objectifs = [_objectif(objectif, contexte) for objectif in brut["objectifs"]]
    if brut["hors_objectif"]:
        objectifs.append(
            {
                "titre": "Autres fiches-action",
                "description": "",
                "operationnels": [
                    {"titre": "", "description": "", "fiches": [_fiche(f, contexte) for f in brut["hors_objectif"]]}
                ],
            }
        )
    fiches = [fiche for objectif in objectifs for op in objectif["operationnels"] for fiche in op["fiches"]]
    digest = empreinte(contenu)
    return {
        "titre": bilan["libelle"],
        "projet": brut["projet"]["titre"],
        "mission_locale": brut["mission_locale"],
        "periode": f"du {date_en_lettres(debut)} au {date_en_lettres(arrete_au)}",
        "arrete_au": date_en_lettres(arrete_au),
        "arrete_au_iso": bilan["arrete_au"],
        "demande_le": date_en_lettres(_jour(bilan["demande_le"])),
        "empreinte": digest,
        "empreinte_groupes": [digest[rang : rang + 8] for rang in range(0, 64, 8)],
        "logiciel": f"{brut['logiciel']['nom']}, version {brut['logiciel']['version']}",
        "essentiel": _essentiel(fiches),
        "territoire": _territoire(brut),
        "public": _public(brut["public"], definitions),
        "objectifs": objectifs,
        "definitions": list(definitions.values()),
        "seuil": secret.SEUIL,
    }


class _Contexte:
    """What every fiche needs to be read."""

    def __init__(self, *, ecoulee: Decimal, definitions: dict[str, Any], fin_projet: datetime.date) -> None:
        self.ecoulee = ecoulee
        self.definitions = definitions
        self.fin_projet = fin_projet


# --- Dates and numbers -----------------------------------------------------------------------------


def _jour(texte: str) -> datetime.date:
    return datetime.date.fromisoformat(texte)


def date_en_lettres(jour: datetime.date) -> str:
    """Return "24 novembre 2026", its year always said: a document is read later."""
    numero = "1er" if jour.day == 1 else str(jour.day)
    return f"{numero}{INSECABLE}{formats.date_format(jour, 'F')}{INSECABLE}{jour.year}"


def mois_court(mois: str) -> str:
    """Return "nov. 26" for "2026-11"."""
    annee, numero = mois.split("-")
    return f"{ABREGES[int(numero) - 1]} {annee[2:]}"


def _decimal(texte: str | None) -> Decimal | None:
    return None if texte is None else Decimal(texte)


def texte_resultat(resultat: dict[str, Any], unite: str) -> str:
    """Return a figure as it is said: a number, « moins de 5 », « non mesuré » or « sans objet »."""
    if resultat["masque"]:
        return secret.MOTS
    if resultat["etat"] == EtatValeur.SANS_OBJET:
        return "sans objet"
    valeur = _decimal(resultat["valeur"])
    if valeur is None:
        return "non mesuré"
    return f"{nombre(valeur, _decimales(valeur))}{INSECABLE}%" if unite == "%" else nombre(valeur, _decimales(valeur))


def _decimales(valeur: Decimal) -> int:
    return 0 if valeur == valeur.to_integral_value() or abs(valeur) >= 1000 else 1


# --- Parts -----------------------------------------------------------------------------------------


def _essentiel(fiches: list[dict[str, Any]]) -> dict[str, Any]:
    """Count what stands where, and name what asks for a decision."""
    indicateurs = [
        indicateur for fiche in fiches for critere in fiche["criteres"] for indicateur in critere["indicateurs"]
    ]
    lus = [i["lecture"].code for i in indicateurs]
    compte = {
        "atteints": sum(code in ("atteinte", "respectee") for code in lus),
        "en_voie": lus.count("en_voie"),
        "en_deca": sum(code in ("en_deca", "depassee") for code in lus),
    }
    etapes = [etape for fiche in fiches for etape in fiche["etapes"]]
    retards = [etape for etape in etapes if etape["code"] == "retard"]
    decisions = [{"fiche": fiche["titre"], "lignes": lignes} for fiche in fiches if (lignes := _a_decider(fiche))]
    a_completer = sum(not i["mesure"] for i in indicateurs)
    return {
        "chiffres": [
            {"valeur": nombre(len(fiches)), "libelle": "fiche-action" if len(fiches) < 2 else "fiches-action"},
            {"valeur": f"{sum(e['code'] == 'faite' for e in etapes)} sur {len(etapes)}", "libelle": "étapes faites"},
            {
                "valeur": f"{compte['atteints'] + compte['en_voie']} sur {sum(compte.values())}",
                "libelle": "cibles atteintes ou en bonne voie",
            },
            {"valeur": nombre(len(retards)), "libelle": "étape en retard" if len(retards) < 2 else "étapes en retard"},
        ],
        "a_completer": a_completer,
        "a_completer_texte": (
            f"{pluriel(a_completer, 'indicateur')} ne se {'calcule' if a_completer < 2 else 'calculent'} pas : "
            "questionnaires, relevés extérieurs et appréciations sont à apporter en séance."
            if a_completer
            else ""
        ),
        "decisions": decisions,
        "fiches": [
            {
                "titre": fiche["titre"],
                "statut": fiche["statut"],
                "ton": fiche["ton"],
                "faites": fiche["avancement"]["faites"],
                "total": fiche["avancement"]["total"],
                "retard": fiche["avancement"]["retard"],
                "en_deca": sum(i["lecture"].en_deca for c in fiche["criteres"] for i in c["indicateurs"]),
            }
            for fiche in fiches
        ],
    }


def _a_decider(fiche: dict[str, Any]) -> list[dict[str, str]]:
    """Return what asks for a decision in a fiche: figures off target, then late steps."""
    figures = [
        {"texte": f"{indicateur['libelle']} : {indicateur['texte']}", "mot": indicateur["etat"]}
        for critere in fiche["criteres"]
        for indicateur in critere["indicateurs"]
        if indicateur["lecture"].en_deca
    ]
    retards = [
        {
            "texte": f"Étape {etape['numero']}" + (f" : {etape['titre']}" if etape["titre"] else ""),
            "mot": f"En retard, prévue le {etape['echeance']}",
        }
        for etape in fiche["etapes"]
        if etape["code"] == "retard"
    ]
    return figures + retards


def _territoire(brut: dict[str, Any]) -> dict[str, Any]:
    """Return the territory, the places, the team and the partners as rows."""
    territoire = brut["territoire"]
    equipe = sum(ligne["nombre"] for ligne in brut["equipe"])
    partenaires = sum(ligne["nombre"] for ligne in brut["partenaires"])
    return {
        "phrase": (
            f"{pluriel(territoire['communes'], 'commune')}, "
            f"{pluriel(len(territoire['epci']), 'intercommunalité')}, {pluriel(territoire['population'], 'habitant')}."
        ),
        "epci": [
            {"nom": ligne["nom"], "communes": nombre(ligne["communes"]), "population": nombre(ligne["population"])}
            for ligne in territoire["epci"]
        ],
        "lieux": _lieux_par_type(territoire["lieux"]),
        "equipe_phrase": f"{pluriel(equipe, 'personne')} dans l’équipe",
        "equipe": [{"fonction": ligne["fonction"], "nombre": nombre(ligne["nombre"])} for ligne in brut["equipe"]],
        "partenaires_phrase": pluriel(partenaires, "partenaire"),
        "partenaires": [{"type": ligne["type"], "nombre": nombre(ligne["nombre"])} for ligne in brut["partenaires"]],
    }


def _lieux_par_type(lieux: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return one row per kind of place, with the names of the places."""
    par_type: dict[str, list[str]] = {}
    for lieu in lieux:
        par_type.setdefault(lieu["type"], []).append(lieu["nom"])
    return [{"type": type_, "noms": ", ".join(noms)} for type_, noms in par_type.items()]


def _public(public: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the key figures, their breakdowns and the activity month by month."""
    ventilations = []
    for ventilation in public["ventilations"]:
        if not ventilation["lignes"]:
            continue
        lignes = [
            {"libelle": ligne["libelle"], "texte": texte_resultat(ligne, ventilation["unite"])}
            for ligne in ventilation["lignes"]
        ]
        large = max((len(ligne["libelle"]) for ligne in lignes), default=0) > LIBELLE_LONG
        ventilations.append(
            {
                "titre": ventilation["titre"],
                "repere": _repere(definitions, ventilation["mesure"]),
                "lignes": lignes,
                "svg": graphiques.barres(
                    [(li["libelle"], _decimal(li["valeur"])) for li in ventilation["lignes"] if not li["masque"]],
                    titre=ventilation["titre"],
                    largeur=640 if large else 420,
                ),
                "large": large,
                "note": _note_de_secret([li["libelle"] for li in ventilation["lignes"] if li["masque"]]),
                "alt": f"{ventilation['titre']}. " + " ; ".join(f"{li['libelle']} : {li['texte']}" for li in lignes),
            }
        )
    points = [(mois_court(mois), _decimal(valeur)) for mois, valeur in public["mois"]]
    return {
        "chiffres": [
            {
                "libelle": chiffre["libelle"],
                "texte": texte_resultat(chiffre, chiffre["unite"]),
                "repere": _repere(definitions, chiffre["mesure"]),
            }
            for chiffre in public["chiffres"]
        ],
        "ventilations": ventilations,
        "activite_svg": graphiques.courbe(points, titre="Événements par mois", largeur=640, hauteur=190)
        if points
        else "",
        "activite_alt": " ; ".join(f"{nom} : {nombre(valeur) or 'non mesuré'}" for nom, valeur in points),
    }


def _note_de_secret(libelles: list[str]) -> str:
    """Name the lines that are not drawn because they count too few people, or could give away one that does."""
    return f"Non montré, pour ne désigner personne : {', '.join(libelles)}." if libelles else ""


def _repere(definitions: dict[str, Any], cle: str) -> str:
    return str(definitions[cle]["repere"]) if cle in definitions else ""


def _objectif(objectif: dict[str, Any], contexte: _Contexte) -> dict[str, Any]:
    return {
        "titre": f"Objectif {objectif['numero']}. {objectif['titre']}",
        "description": objectif["description"],
        "operationnels": [
            {
                "titre": f"{objectif['numero']}.{op['numero']} {op['titre']}",
                "description": op["description"],
                "fiches": [_fiche(fiche, contexte) for fiche in op["fiches"]],
            }
            for op in objectif["operationnels"]
        ],
    }


def _fiche(fiche: dict[str, Any], contexte: _Contexte) -> dict[str, Any]:
    etapes = [
        {
            "numero": etape["ordre"],
            "titre": etape["titre"],
            "echeance": date_en_lettres(_jour(etape["echeance"])) if etape["echeance"] else "",
            "faite_le": date_en_lettres(_jour(etape["faite_le"])) if etape["faite_le"] else "",
            "code": etape["etat"],
            "etat": ETATS_ETAPE[etape["etat"]][0],
            "ton": ETATS_ETAPE[etape["etat"]][1],
        }
        for etape in fiche["etapes"]
    ]
    utiles = [etape for etape in etapes if etape["code"] != "abandonnee"]
    reperes = [
        ("Quand", fiche["calendrier"]),
        ("Qui coordonne", fiche["coordonne"]),
        ("Qui réalise", fiche["realise"]),
        ("Partenaires", fiche["partenaires"]),
        ("Budget", _budget(fiche["budget"])),
    ]
    return {
        "titre": f"Fiche {fiche['numero']}. {fiche['titre']}" if fiche["numero"] else fiche["titre"],
        "statut": fiche["statut_libelle"],
        "ton": TONS_FICHE.get(fiche["statut"], "neutre"),
        "but": fiche["but"],
        "reperes": [{"nom": nom, "texte": texte} for nom, texte in reperes if texte],
        "etapes": etapes,
        "avancement": {
            "faites": sum(etape["code"] == "faite" for etape in utiles),
            "retard": sum(etape["code"] == "retard" for etape in utiles),
            "total": len(utiles),
        },
        "criteres": [
            {"libelle": critere["libelle"], "indicateurs": [_indicateur(i, contexte) for i in critere["indicateurs"]]}
            for critere in fiche["criteres"]
        ],
        "vigilance": fiche["vigilance"],
        "perspectives": fiche["perspectives"],
    }


def _budget(budget: dict[str, str]) -> str:
    prevu, depense = Decimal(budget["prevu"]), Decimal(budget["depense"])
    if not prevu and not depense:
        return ""
    return f"{nombre(prevu, 0)}{INSECABLE}€ prévus, {nombre(depense, 0)}{INSECABLE}€ dépensés"


def _indicateur(indicateur: dict[str, Any], contexte: _Contexte) -> dict[str, Any]:
    if not indicateur["mesure"]:
        return {
            "libelle": indicateur["libelle"],
            "mesure": "",
            "texte": "",
            "unite": "",
            "source": indicateur["type_libelle"],
            "lecture": cibles.A_APPORTER,
            "etat": cibles.A_APPORTER.mot,
            "ton": "neutre",
            "cible": _texte_cible(indicateur, None, contexte),
            "svg": "",
            "alt": "",
            "filtres": "",
            "detail": "",
            "repere": "",
            "tendance": "",
        }
    resultat, unite = indicateur["resultat"], indicateur["unite"]
    valeur = _decimal(resultat["valeur"])
    lecture = _lecture(indicateur, valeur, contexte)
    points = [(mois_court(mois), _decimal(texte)) for mois, texte in indicateur["serie"]]
    cible = _decimal(indicateur["cible"])
    serie_cumulee = indicateur["serie_cumulee"]
    numerateur, denominateur = resultat["numerateur"], resultat["denominateur"]
    detail = ""
    if denominateur is not None and numerateur is not None and not resultat["masque"]:
        detail = (
            f"{nombre(Decimal(numerateur))} sur {nombre(Decimal(denominateur))}"
            if unite == "%"
            else f"{nombre(Decimal(numerateur))} pour {nombre(Decimal(denominateur))}"
        )
    svg = ""
    if any(valeur is not None for _, valeur in points):
        svg = graphiques.courbe(
            points,
            titre=indicateur["libelle"],
            cible=cible,
            unite="%" if unite == "%" else "",
            largeur=400,
            hauteur=150,
        )
    return {
        "libelle": indicateur["libelle"],
        "mesure": indicateur["mesure"],
        "texte": texte_resultat(resultat, unite),
        "unite": "" if unite == "%" else indicateur["unite"],
        "source": indicateur["type_libelle"],
        "lecture": lecture,
        "etat": "" if lecture in (cibles.SANS_OBJET, cibles.NON_MESUREE) else lecture.mot,
        "ton": lecture.ton,
        "cible": _texte_cible(indicateur, lecture, contexte),
        "svg": svg,
        "legende": "cumul depuis le début" if serie_cumulee else "par mois",
        "alt": " ; ".join(f"{nom} : {nombre(valeur) or 'non mesuré'}" for nom, valeur in points),
        "points": [{"mois": nom, "texte": nombre(valeur) or "non mesuré"} for nom, valeur in points],
        "filtres": indicateur["filtres"],
        "detail": detail,
        "repere": _repere(contexte.definitions, indicateur["mesure"]),
        "tendance": indicateur["tendance"] if indicateur["cumulative"] or not serie_cumulee else "",
    }


def _lecture(indicateur: dict[str, Any], valeur: Decimal | None, contexte: _Contexte) -> cibles.Lecture:
    if indicateur["resultat"]["etat"] == EtatValeur.SANS_OBJET:
        return cibles.SANS_OBJET
    if indicateur["resultat"]["masque"]:
        return cibles.MASQUEE
    return cibles.lire(
        valeur=valeur,
        cible=_decimal(indicateur["cible"]),
        sens=indicateur["sens_cible"],
        cumulative=indicateur["cumulative"],
        ecoulee=contexte.ecoulee,
    )


def _texte_cible(indicateur: dict[str, Any], lecture: cibles.Lecture | None, contexte: _Contexte) -> str:
    """Say the target and, for what adds up over the projet, what was expected by now."""
    cible = _decimal(indicateur["cible"])
    if cible is None:
        return ""
    suffixe = f"{INSECABLE}%" if indicateur.get("unite") == "%" else ""
    sens = "au plus" if indicateur["sens_cible"] == "au_plus" else "au moins"
    texte = f"cible : {sens} {nombre(cible)}{suffixe}"
    if lecture is not None and lecture.attendu is not None and indicateur["cumulative"]:
        fin = date_en_lettres(contexte.fin_projet)
        texte += f" d’ici le {fin}"
        if contexte.ecoulee < 1:
            texte += f", soit {nombre(lecture.attendu, 0)} à ce jour"
    return texte
