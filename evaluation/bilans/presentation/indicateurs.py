"""An indicateur: its figure against its target, with its chart."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from commun.templatetags.ml import INSECABLE, accord_unite, nombre
from evaluation import cibles
from evaluation.appreciations import LECTURES, PAS_ENCORE
from evaluation.bilans.presentation.mots import (
    date_en_lettres,
    decimal,
    jour,
    mois_court,
    repere,
    texte_point,
    texte_resultat,
    texte_serie,
)
from evaluation.choix import EtatAppreciation


@dataclass(frozen=True)
class Contexte:
    """What every indicateur needs to be read."""

    ecoulee: Decimal
    definitions: dict[str, Any]
    fin_projet: datetime.date


def present_indicateur(indicateur: dict[str, Any], contexte: Contexte) -> dict[str, Any]:
    """Return an indicateur as every document says it."""
    if not indicateur["mesure"]:
        return _a_apporter(indicateur, contexte)
    resultat, unite = indicateur["resultat"], indicateur["unite"]
    valeur = None if resultat["masque"] else decimal(resultat["valeur"])
    lecture = _lecture(indicateur, decimal(resultat["valeur"]), contexte)
    points = [(mois_court(mois), decimal(texte)) for mois, texte in indicateur["serie"]]
    serie_cumulee = indicateur["serie_cumulee"]
    return {
        "libelle": indicateur["libelle"],
        "mesure": indicateur["mesure"],
        "texte": texte_resultat(resultat, unite),
        # « masqué » or « sans objet » counts nothing: no unit after it.
        "unite": "" if unite == "%" or valeur is None else accord_unite(valeur, unite),
        "source": indicateur["type_libelle"],
        "lecture": lecture,
        "etat": "" if lecture in (cibles.SANS_OBJET, cibles.NON_MESUREE) else lecture.mot,
        "ton": lecture.ton,
        "cible": _texte_cible(indicateur, lecture, contexte),
        "svg": _courbe(indicateur, points),
        "legende": "cumul depuis le début" if serie_cumulee else "par mois",
        "alt": texte_serie(points),
        "points": [{"mois": nom, "texte": texte_point(valeur)} for nom, valeur in points],
        "filtres": indicateur["filtres"],
        "detail": _rapport(resultat, unite),
        "repere": repere(contexte.definitions, indicateur["mesure"]),
        "tendance": indicateur["tendance"] if indicateur["cumulative"] or not serie_cumulee else "",
        "appreciation": None,
    }


def _a_apporter(indicateur: dict[str, Any], contexte: Contexte) -> dict[str, Any]:
    """Return an indicateur that no measure computes: people judge it, or somebody brings it."""
    lecture = cibles.A_APPORTER
    lue = indicateur.get("appreciation")
    if lue:
        ton = LECTURES[EtatAppreciation(lue["etat"])]
        lecture = cibles.Lecture(ton.code, lue["etat_libelle"], ton.ton)
    elif "appreciation" in indicateur:
        lecture = PAS_ENCORE
    vides = dict.fromkeys(("mesure", "texte", "unite", "svg", "alt", "filtres", "detail", "repere", "tendance"), "")
    return vides | {
        "libelle": indicateur["libelle"],
        "source": indicateur["type_libelle"],
        "lecture": lecture,
        "etat": lecture.mot,
        "ton": lecture.ton,
        "cible": _texte_cible(indicateur, None, contexte),
        "appreciation": _present_appreciation(lue) if lue else None,
    }


def _present_appreciation(lue: dict[str, Any]) -> dict[str, Any]:
    """Return what people concluded as every document says it."""
    quand = f"Apprécié le {date_en_lettres(jour(lue['jour']))}"
    if lue["depuis"]:
        quand += f", sur ce qui s’est passé depuis le {date_en_lettres(jour(lue['depuis']))}"
    if lue["lu_par"]:
        quand += f", par : {lue['lu_par']}"
    avant = [f"{p['etat_libelle'].lower()} le {date_en_lettres(jour(p['jour']))}" for p in lue["precedentes"]]
    return {
        "quand": f"{quand}.",
        "texte": lue["texte"],
        "citations": [{"mots": c["mots"], "de": c["de_libelle"]} for c in lue["citations"]],
        "avant": f"Auparavant : {' ; '.join(avant)}." if avant else "",
    }


def _courbe(indicateur: dict[str, Any], points: list[tuple[str, Decimal | None]]) -> SafeString | str:
    """Draw the series when something of it is known; beside « masqué », a line that stops would say otherwise."""
    if indicateur["resultat"]["masque"] or all(valeur is None for _, valeur in points):
        return ""
    return graphiques.courbe(
        points,
        titre=indicateur["libelle"],
        cible=decimal(indicateur["cible"]),
        unite="%" if indicateur["unite"] == "%" else "",
        largeur=400,
        hauteur=150,
    )


def _rapport(resultat: dict[str, Any], unite: str) -> str:
    """Say what a ratio was computed from; hidden with the figure."""
    numerateur, denominateur = decimal(resultat["numerateur"]), decimal(resultat["denominateur"])
    if resultat["masque"] or numerateur is None or denominateur is None:
        return ""
    return f"{nombre(numerateur)} {'sur' if unite == '%' else 'pour'} {nombre(denominateur)}"


def _lecture(indicateur: dict[str, Any], valeur: Decimal | None, contexte: Contexte) -> cibles.Lecture:
    return cibles.lire(
        valeur=valeur,
        cible=decimal(indicateur["cible"]),
        sens=indicateur["sens_cible"],
        cumulative=indicateur["cumulative"],
        ecoulee=contexte.ecoulee,
        etat=indicateur["resultat"]["etat"],
        masque=indicateur["resultat"]["masque"],
    )


def _texte_cible(indicateur: dict[str, Any], lecture: cibles.Lecture | None, contexte: Contexte) -> str:
    """Say the target and, for what adds up over the projet, what was expected by now."""
    cible = decimal(indicateur["cible"])
    if cible is None:
        return ""
    suffixe = f"{INSECABLE}%" if indicateur.get("unite") == "%" else ""
    texte = f"cible : {cibles.sens_en_mots(indicateur['sens_cible'])} {nombre(cible)}{suffixe}"
    if lecture is not None and lecture.attendu is not None and indicateur["cumulative"]:
        fin = date_en_lettres(contexte.fin_projet)
        texte += f" d’ici le {fin}"
        if contexte.ecoulee < 1:
            texte += f", soit {nombre(lecture.attendu, 0)} à ce jour"
    return texte
