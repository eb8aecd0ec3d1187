"""
First names in a text that will leave the house: it warns, somebody reads again.

Only first names are looked for, whoever they belong to: the answer never says whether a given person is known.
"""

import re
from collections.abc import Sequence

from django.db.models import Case, CharField, Q, Value, When

from commun.noms import normalise_nom
from commun.recherche import begins_with
from jeunes.models import Jeune
from structure.models import Commune

MOTS_MAXIMUM = 40
_PROPRE = re.compile(r"\b[A-ZÀ-ÖØ-Ý][a-zà-öø-ÿ]{1,}(?:-[A-ZÀ-ÖØ-Ý][a-zà-öø-ÿ]+)*\b")
_CIVILITE = re.compile(
    r"\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+[A-ZÀ-ÖØ-Ý](?:\.|[\w’'-]+)(?:\s+[A-ZÀ-ÖØ-Ý][\w’'-]+)?"
)


def names_in(textes: Sequence[str]) -> list[str]:
    """Return what looks like the name of somebody: after a civility, or a first name that somebody here bears."""
    entier = "\n".join(textes)
    trouves = [civil.group() for civil in _CIVILITE.finditer(entier)]
    mots = {normalise_nom(mot): mot for mot in _PROPRE.findall(entier) if len(mot) > 2}
    mots = dict(list(mots.items())[:MOTS_MAXIMUM])
    if not mots:
        return trouves
    # Chantelle is a first name and a town of the territory: towns are said all the time.
    villes = set(
        Commune.objects.filter(nom_normalise__in=mots, du_territoire=True)
        .order_by()
        .values_list("nom_normalise", flat=True)
    )
    cherches = [mot for mot in mots if mot not in villes]
    return list(dict.fromkeys([*trouves, *(mots[mot] for mot in _borne(cherches))]))


def _borne(mots: Sequence[str]) -> list[str]:
    """Return those of these words that are the first name of somebody, in one query."""
    if not mots:
        return []
    conditions = {mot: begins_with("cle_prenom", f"{mot} ") for mot in mots}
    either = Q(pk__in=[])
    for condition in conditions.values():
        either |= condition
    lequel = Case(
        *(When(condition, then=Value(mot)) for mot, condition in conditions.items()), output_field=CharField()
    )
    portes = set(Jeune.objects.filter(either).order_by().annotate(mot=lequel).values_list("mot", flat=True).distinct())
    return [mot for mot in mots if mot in portes]
