"""The pages of the definitions: what each word means today, and two readings of it side by side."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from commun import graphiques
from commun.dates import Periode, mois_abrege, months_of
from commun.mesures import Mesure, registre
from commun.templatetags.ml import accord_unite, nombre
from evaluation import secret
from evaluation.chiffres import Montree, Regard, is_part, texte_rapport, unite_a_cote
from evaluation.moteur import Demande, Resultat, calculer
from jeunes.choix import ObjetDefinition
from jeunes.models import Definition

MOIS_MONTRES = 12
# The figure that two readings of a word are compared on.
TEMOINS = {
    ObjetDefinition.SORTIE_POSITIVE.value: "sorties_positives",
    ObjetDefinition.ACCOMPAGNE.value: "jeunes_accompagnes",
    ObjetDefinition.SANS_RENDEZ_VOUS.value: "sans_rdv_sous_n_jours",
}
PROCHES = f"à moins de {secret.SEUIL} près de l’autre lecture"


def mesure_of(objet: str) -> Mesure:
    """Return the measure that shows best what the readings of a word change."""
    return registre.get(TEMOINS[objet])


def mesures_of(objet: str) -> list[Mesure]:
    """Return every measure that rests on a word."""
    return [mesure for mesure in registre.all() if mesure.definie and mesure.definie.objet == objet]


@dataclass(frozen=True)
class Mot:
    """A word of several readings: the version in force and how many others there are."""

    objet: ObjetDefinition
    en_vigueur: Definition | None
    versions: list[Definition]


def mots(definitions: Sequence[Definition]) -> list[Mot]:
    """Return every word with its versions, the latest first."""
    return [
        Mot(
            objet,
            next((d for d in definitions if d.objet == objet and d.choisie), None),
            [d for d in definitions if d.objet == objet],
        )
        for objet in ObjetDefinition
    ]


@dataclass(frozen=True)
class Lue:
    """One of two readings: its version, its figure, what it was computed from."""

    definition: Definition
    montree: Montree
    texte: str
    rapport: str


@dataclass(frozen=True)
class Comparaison:
    """Two readings of one word over the same period."""

    mesure: Mesure
    unite: str
    lectures: list[Lue]
    ecart: str
    svg: SafeString | str
    lignes: list[list[str]]
    entetes: list[str]


def comparer(
    avant: Definition, apres: Definition, periode: Periode, *, regard: Regard, arrete_au: datetime.date
) -> Comparaison:
    """Count both readings over a period and month by month, as a reader may see them."""
    mesure = mesure_of(avant.objet)
    mois = months_of(Periode(periode.debut, max(min(periode.fin, arrete_au), periode.debut)))[-MOIS_MONTRES:]
    asked = {
        (definition.pk, p): Demande.make(mesure.cle, p, None, {"definition": definition.version})
        for definition in (avant, apres)
        for p in (periode, *mois)
    }
    resultats = calculer(asked.values(), arrete_au=arrete_au)
    series = [[resultats[asked[d.pk, p]] for p in (periode, *mois)] for d in (avant, apres)]
    montrees = _montrer(series, mesure, regard)
    textes = [[_texte(montree, mesure) for montree in serie] for serie in montrees]
    noms = [mois_abrege(p.debut) for p in mois]
    points = [
        (str(d.version), [m.valeur(mesure) for m in serie[1:]])
        for d, serie in zip((avant, apres), montrees, strict=True)
    ]
    return Comparaison(
        mesure=mesure,
        unite=unite_a_cote(mesure),
        lectures=[
            Lue(definition, serie[0], texte[0], "" if serie[0].masque else texte_rapport(serie[0].resultat, mesure))
            for definition, serie, texte in zip((avant, apres), montrees, textes, strict=True)
        ],
        ecart=_ecart(montrees[0][0], montrees[1][0], mesure),
        svg=graphiques.barres_groupees(
            noms,
            [(f"version {version}", valeurs) for version, valeurs in points],
            titre=f"{mesure.libelle}, deux lectures mois par mois",
            unite="%" if is_part(mesure) else "",
            absent="non montré" if any(m.masque for serie in montrees for m in serie[1:]) else "",
        )
        if noms
        else "",
        lignes=[[nom, un, deux] for nom, un, deux in zip(noms, textes[0][1:], textes[1][1:], strict=True)],
        entetes=["Mois", f"Version {avant.version}", f"Version {apres.version}"],
    )


def _montrer(series: list[list[Resultat]], mesure: Mesure, regard: Regard) -> list[list[Montree]]:
    """Return both readings; outside, two counts that differ by few people are not given together."""
    montrees = [[regard.montree(serie[0], mesure), *regard.serie(serie[1:], mesure)] for serie in series]
    if regard.exact or not mesure.personnes:
        return montrees
    for rang, (un, deux) in enumerate(zip(*montrees, strict=True)):
        if un.masque or deux.masque:
            # One reading may hold the other: a hidden one would be told by its difference with the other.
            montrees[1][rang] = Montree(deux.libelle, deux.resultat, masque=True)
        elif secret.est_petit(abs(_compte(un) - _compte(deux))):
            montrees[1][rang] = Montree("proche", deux.resultat, masque=True)
    return montrees


def _compte(montree: Montree) -> Decimal:
    return montree.resultat.numerateur or Decimal(0)


def _texte(montree: Montree, mesure: Mesure) -> str:
    return PROCHES if montree.masque and montree.libelle else montree.texte(mesure)


def _ecart(avant: Montree, apres: Montree, mesure: Mesure) -> str:
    """Say the difference between the two, nothing when one is hidden or unknown."""
    un, deux = avant.valeur(mesure), apres.valeur(mesure)
    if un is None or deux is None:
        return ""
    if un == deux:
        return "aucune différence"
    signe = "+" if deux > un else "\u2212"
    texte = f"{signe}{nombre(abs(deux - un), mesure.decimales)}"
    return f"{texte} points" if is_part(mesure) else f"{texte} {accord_unite(deux - un, mesure.unite)}"


def choices_of(versions: Sequence[Definition]) -> list[tuple[Any, str]]:
    """Return the versions as the choices of a form."""
    return [(d.version, f"Version {d.version} : {d.libelle}{' (en vigueur)' if d.choisie else ''}") for d in versions]
