"""Is this person already known? Candidates come from one bounded SQL query, a second one loads the few best."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from commun.noms import normalise_nom, normalise_telephone
from jeunes.choix import TypeProgramme
from jeunes.models import Jeune

# What the first query may bring back to be ranked, and what is shown.
CANDIDATS_MAXIMUM = 400
CONNUS_MAXIMUM = 6
LONGUEUR_MINIMALE = 2
LONGUEUR_CHERCHEE = 3
# A compound name typed in one word is looked for with a space at every place that leaves two parts that long.
PARTIE_MINIMALE = 3
MOT_MAXIMUM = 24
# Under it, two names have nothing to do with each other; over the second one, they are very likely one person.
SEUIL = 0.72
SEUIL_FORT = 0.93
# The same first name and name, until another birth date says otherwise: worth one question before a second file.
MEME_NOM = 0.94
_APRES_TOUT = "~"  # sorts after every character of a normalised name


@dataclass(frozen=True)
class Recherche:
    """What was typed about a person, normalised."""

    nom: str
    prenom: str
    date_naissance: datetime.date | None = None
    telephone: str = ""

    @classmethod
    def of(
        cls, *, nom: str = "", prenom: str = "", date_naissance: datetime.date | None = None, telephone: str = ""
    ) -> "Recherche":
        """Normalise what was typed."""
        digits = normalise_telephone(telephone)
        return cls(
            normalise_nom(nom)[:80], normalise_nom(prenom)[:80], date_naissance, digits if len(digits) >= 8 else ""
        )

    def is_searchable(self) -> bool:
        """Tell whether enough was typed to look for somebody."""
        return len(self.nom + self.prenom) >= LONGUEUR_CHERCHEE or bool(self.telephone)


@dataclass(frozen=True)
class Connu:
    """Somebody who may be the person in front of the counsellor."""

    jeune: Jeune
    score: float
    premier_accueil_id: UUID | None
    premier_accueil_le: datetime.date | None
    referent: str

    @property
    def est_probable(self) -> bool:
        """Tell whether this is very likely the same person: the counsellor is asked before a second file is made."""
        return self.score >= SEUIL_FORT


def find_known(recherche: Recherche, *, limit: int = CONNUS_MAXIMUM) -> list[Connu]:
    """Return the people who may be the one typed, the likeliest first, in two queries; nothing is ever merged."""
    if not recherche.is_searchable():
        return []
    # Not scoped to a portfolio on purpose: the question is whether the house knows the person.
    rows = (
        Jeune.objects.filter(_conditions(recherche))
        .order_by(_likeliest_first(recherche), "cle_nom", "pk")
        .values_list("pk", "cle_nom", "cle_prenom", "date_naissance", "telephone_normalise")[:CANDIDATS_MAXIMUM]
    )
    ranked = sorted(((score(recherche, *row[1:]), row[0]) for row in rows), key=lambda pair: (-pair[0], str(pair[1])))
    best = {pk: value for value, pk in ranked[:limit] if value >= SEUIL}
    if not best:
        return []
    jeunes = with_history(Jeune.objects.filter(pk__in=best)).select_related("commune")
    known = [_connu(jeune, best[jeune.pk]) for jeune in jeunes]
    return sorted(known, key=lambda connu: (-connu.score, connu.jeune.cle_nom, str(connu.jeune.pk)))


def with_history(jeunes: QuerySet[Jeune]) -> QuerySet[Any]:
    """Add when the first interview took place and who is the référent, without a query per person."""
    first = Jeune.objects.filter(pk=OuterRef("pk"), evenements__nature="premier_accueil").order_by("pk")
    referent = Jeune.objects.filter(
        pk=OuterRef("pk"), accompagnements__type=TypeProgramme.PARCOURS, accompagnements__fin=None
    ).order_by("pk")
    return jeunes.annotate(
        premier_accueil_id=Subquery(first.values("evenements__pk")[:1]),
        premier_accueil_le=Subquery(first.values("evenements__jour")[:1]),
        referent_prenom=Subquery(referent.values("accompagnements__conseiller__prenom")[:1]),
        referent_nom=Subquery(referent.values("accompagnements__conseiller__nom")[:1]),
    )


def _connu(jeune: Any, value: float) -> Connu:
    """Build what the screen shows of a known person."""
    referent = f"{jeune.referent_prenom or ''} {jeune.referent_nom or ''}".strip()
    return Connu(jeune, value, jeune.premier_accueil_id, jeune.premier_accueil_le, referent)


# --- Candidates: every condition starts from an indexed column -----------------------------------------------------


def _conditions(recherche: Recherche) -> Q:
    """Return who is worth comparing: same beginning, one of the two names right, near birth date, same phone."""
    conditions = Q(pk__in=[])
    nom, prenom = recherche.nom, recherche.prenom
    for first, second in ((nom, prenom), (prenom, nom)):
        together = f"{first} {second}".strip()
        if len(together) >= LONGUEUR_MINIMALE:
            conditions |= starts_with("cle_nom", together) | starts_with("cle_prenom", together)
        if len(first) >= LONGUEUR_MINIMALE and second:
            # One of the two is right and the other one has a typo, or a part more or less.
            some = _any_piece(second)
            conditions |= starts_with("cle_nom", f"{first} ") & some
            conditions |= starts_with("cle_prenom", f"{first} ") & some
    alone = nom or prenom
    if not (nom and prenom) and len(alone) >= 4:
        begins = alone[: max(3, len(alone) * 2 // 3)]
        for begun in (begins, *_cut_in_two(alone)):
            conditions |= starts_with("cle_nom", begun) | starts_with("cle_prenom", begun)
    if recherche.telephone:
        conditions |= Q(telephone_normalise=recherche.telephone)
    if recherche.date_naissance and (nom or prenom):
        conditions |= Q(date_naissance__in=near_dates(recherche.date_naissance)) & _same_initial(nom, prenom)
    return conditions


def _likeliest_first(recherche: Recherche) -> Case:
    """Return an order that keeps the best candidates when a very large house has more than may be ranked."""
    nom, prenom = recherche.nom, recherche.prenom
    whole, begun = Q(pk__in=[]), Q(pk__in=[])
    for first, second in ((nom, prenom), (prenom, nom)):
        together = f"{first} {second}".strip()
        whole |= starts_with("cle_nom", together) | starts_with("cle_prenom", together)
        if first and second:
            begins = f"{first} {second[:2]}"
            begun |= starts_with("cle_nom", begins) | starts_with("cle_prenom", begins)
    if recherche.telephone:
        whole |= Q(telephone_normalise=recherche.telephone)
    if recherche.date_naissance:
        begun |= Q(date_naissance=recherche.date_naissance)
    return Case(When(whole, then=0), When(begun, then=1), default=2)


def starts_with(column: str, text: str) -> Q:
    """Return a prefix condition that the index of the column serves, in each database."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + _APRES_TOUT})
    return Q(**{f"{column}__startswith": text})


def _cut_in_two(word: str) -> list[str]:
    """Return the compound names that a long word may be, written in one: « giraudaubert » for « giraud aubert »."""
    if " " in word or not 2 * PARTIE_MINIMALE <= len(word) <= MOT_MAXIMUM:
        return []
    return [f"{word[:cut]} {word[cut:]}" for cut in range(PARTIE_MINIMALE, len(word) - PARTIE_MINIMALE + 1)]


def _any_piece(text: str) -> Q:
    """Return "holds a third of this text, or one of its words": one typo leaves at least one third whole."""
    third = max(2, -(-len(text) // 3))
    pieces = {text[i : i + third].strip() for i in range(0, len(text), third)} | set(text.split())
    condition = Q()
    for piece in sorted(piece for piece in pieces if len(piece) >= 2):
        condition |= Q(cle_nom__contains=piece)
    return condition or Q(cle_nom__contains=text)


def _same_initial(*names: str) -> Q:
    """Return "one of the two names starts with one of these initials"."""
    condition = Q()
    for initial in sorted({name[0] for name in names if name}):
        condition |= Q(cle_nom__startswith=initial) | Q(cle_prenom__startswith=initial)
    return condition


def near_dates(day: datetime.date) -> list[datetime.date]:
    """Return a birth date and what is typed instead of it: a day, a month, a year off, day and month swapped."""
    variants = {(day.year, day.month, day.day), (day.year, day.day, day.month)}
    variants |= {(day.year + years, day.month, day.day) for years in (-1, 1, -10, 10)}
    variants |= {(day.year, day.month + months, day.day) for months in (-1, 1)}
    shifted = [day + datetime.timedelta(days=days) for days in (-1, 1, -10, 10)]
    return sorted({*_real_dates(variants), *shifted})


def _real_dates(parts: Iterable[tuple[int, int, int]]) -> Iterable[datetime.date]:
    """Yield those of the (year, month, day) that exist."""
    for year, month, day in parts:
        try:
            yield datetime.date(year, month, day)
        except ValueError:
            continue


# --- Ranking -------------------------------------------------------------------------------------------------------


def score(
    recherche: Recherche, cle_nom: str, cle_prenom: str, date_naissance: datetime.date | None, telephone: str
) -> float:
    """Return how likely it is the same person: names in any order, then birth date and phone."""
    names = max(_similarity(recherche, cle_nom), _similarity(recherche, cle_prenom))
    if recherche.telephone and recherche.telephone == telephone:
        # Sisters and brothers share a phone: shown, but never taken for the same person on that alone.
        names = max(names + 0.1, SEUIL + 0.12)
    if recherche.date_naissance and date_naissance:
        if recherche.date_naissance == date_naissance:
            names += 0.15
        elif date_naissance in near_dates(recherche.date_naissance):
            names += 0.05
        else:
            names -= 0.12
    return names


def _similarity(recherche: Recherche, key: str) -> float:
    """Return up to MEME_NOM for two full names; somebody still typing is compared with the beginning of the key."""
    best = 0.0
    for first, second in ((recherche.nom, recherche.prenom), (recherche.prenom, recherche.nom)):
        typed = f"{first} {second}".strip()
        if key == typed:
            return MEME_NOM
        if key.startswith(typed):
            return 0.85
        left, right = typed.replace(" ", ""), key.replace(" ", "")
        if not (first and second):
            right = right[: len(left) + 1]
        best = max(best, 0.9 * SequenceMatcher(None, left, right, autojunk=False).ratio())
    words = set(recherche.nom.split() + recherche.prenom.split())
    # A compound name said by half: every word typed is there, or the reverse.
    known = set(key.split())
    if len(words & known) >= 2 and (words <= known or known <= words):
        best = max(best, 0.82)
    return best


# --- One person by name, for the fields that name somebody ----------------------------------------------------------

SEPARATEUR = " · "


def named(nom: str, naissance: str = "") -> QuerySet[Jeune]:
    """Return who bears a full name, in either order, accents and case aside; a birth date (jj/mm/aaaa) narrows."""
    key = normalise_nom(nom)
    found = Jeune.objects.filter(Q(cle_nom=key) | Q(cle_prenom=key))
    day = _read_date(naissance)
    return (found.filter(date_naissance=day) if day else found).order_by("cle_nom", "pk")


def suggestions(texte: str, *, limit: int = 8) -> list[str]:
    """Return full names that begin like a text, as `named` reads them back."""
    key = normalise_nom(texte.partition(SEPARATEUR)[0])
    if len(key) < LONGUEUR_MINIMALE:
        return []
    found = Jeune.objects.filter(starts_with("cle_nom", key) | starts_with("cle_prenom", key))
    return [
        f"{jeune}{SEPARATEUR}{jeune.date_naissance:%d/%m/%Y}" if jeune.date_naissance else str(jeune)
        for jeune in found.order_by("cle_nom", "pk")[:limit]
    ]


def _read_date(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007  a birth date
    except ValueError:
        return None
