"""Whom a change of facts, or of cut-off day, may have moved: people, séances, and facts without a name."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from accueil.choix import Nature
from accueil.models import Evenement
from commun.dates import Periode
from evaluation.models import ChangementFait
from evaluation.models.declencheurs import modeles_de_la_nuit
from evaluation.moteur import Plan
from participation.models import Inscription, Seance

LOT = 1000

# The facts that changed: as they were, None when they did not exist.
Avant = dict[type[Any], dict[uuid.UUID, dict[str, Any] | None]]


class TropDeChangements(Exception):
    """So much changed that counting everything again is the shorter way."""


def read_changes(changements: QuerySet[ChangementFait]) -> Avant:
    """Return the facts that changed, each as it was before its first change."""
    modeles = {modele._meta.label_lower: modele for modele in modeles_de_la_nuit()}
    avant: Avant = {modele: {} for modele in modeles.values()}
    for label, objet, etat in changements.order_by("pk").values_list("modele", "objet", "avant").iterator(LOT):
        if label in modeles:
            avant[modeles[label]].setdefault(uuid.UUID(objet), etat)
    return avant


@dataclass
class Touches:
    """The facts to count again: those of people, those of séances, and some facts one by one."""

    personnes: set[uuid.UUID] = field(default_factory=set)
    seances: set[uuid.UUID] = field(default_factory=set)
    faits: dict[type[Any], set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    jours: dict[type[Any], set[datetime.date]] = field(default_factory=lambda: defaultdict(set))

    def __bool__(self) -> bool:
        """Tell whether anything is touched."""
        return bool(self.personnes or self.seances or any(self.faits.values()))

    @property
    def nombre(self) -> int:
        """Return how many things are touched."""
        return len(self.personnes) + len(self.seances) + sum(map(len, self.faits.values()))

    def add_changes(self, avant: Avant) -> None:
        """Add the facts that changed, as they were and as they are."""
        for modele, etats in avant.items():
            for pk, etat in etats.items():
                self._add(modele, pk, *_read(etat))
            for pks in lots(etats):
                self.add_rows(modele._default_manager.filter(pk__in=pks))

    def add_rows(self, queryset: QuerySet[Any], *, limite: int | None = None) -> None:
        """Add the rows of a queryset, the first ones only above a limit."""
        modele = queryset.model._meta.concrete_model
        names = {champ.attname for champ in modele._meta.concrete_fields}
        columns = [name if name in names else "pk" for name in ("personne", "seance_id", "jour")]
        for pk, *values in queryset.order_by().values_list("pk", *columns)[:limite].iterator(LOT):
            known = [value if column != "pk" else None for value, column in zip(values, columns, strict=True)]
            self._add(modele, pk, *known)

    def _add(self, modele: type[Any], pk: uuid.UUID, personne: Any, seance: Any, jour: Any) -> None:
        self.faits[modele].add(pk)
        if modele is Seance:
            self.seances.add(pk)
        if personne is not None:
            self.personnes.add(personne)
        if seance is not None:
            self.seances.add(seance)
        if jour is not None:
            self.jours[modele].add(jour)

    def close(self) -> None:
        """Add the people of the séances touched: whether a séance holds decides of them all."""
        for pks in lots(self.seances):
            people = Inscription.objects.filter(seance__in=pks, personne__isnull=False).order_by()
            self.personnes.update(key for key in people.values_list("personne", flat=True) if key)


def _read(etat: dict[str, Any] | None) -> tuple[Any, Any, Any]:
    """Return the person, the séance and the day of a fact as it was."""
    etat = etat or {}
    personne, seance, jour = (etat.get(nom) for nom in ("personne", "seance_id", "jour"))
    return (
        uuid.UUID(personne) if personne else None,
        uuid.UUID(seance) if seance else None,
        datetime.date.fromisoformat(jour[:10]) if jour else None,
    )


def lots(keys: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """Yield keys a thousand at a time, in one order."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), LOT):
        yield ordered[start : start + LOT]


# --- What the cut-off day moves ---------------------------------------------------------------------------------------


def moved_days(avant: Periode | None, apres: Periode | None) -> list[Periode]:
    """Return the days that are in one of two periods and not in the other."""
    if avant is None or apres is None or avant.fin < apres.debut or apres.fin < avant.debut:
        return [periode for periode in (avant, apres) if periode is not None]
    jour = datetime.timedelta(days=1)
    days = []
    if avant.debut != apres.debut:
        days.append(Periode(min(avant.debut, apres.debut), max(avant.debut, apres.debut) - jour))
    if avant.fin != apres.fin:
        days.append(Periode(min(avant.fin, apres.fin) + jour, max(avant.fin, apres.fin)))
    return days


def rows_moved_by_time(paires: Iterable[tuple[Plan | None, Plan | None]]) -> Iterator[QuerySet[Any]]:
    """Yield the rows that enter or leave the windows, and those that the measures name."""
    par_groupe: dict[Any, tuple[Plan, set[Periode]]] = {}
    seen: set[Any] = set()
    for avant, apres in paires:
        plan = apres or avant
        if plan is None:
            continue
        days = moved_days(avant.fenetre if avant else None, apres.fenetre if apres else None)
        par_groupe.setdefault(plan.groupe, (plan, set()))[1].update(days)
        if avant and apres and avant.contexte.arrete_au != apres.contexte.arrete_au:
            key = plan.mesure.cle, tuple(sorted(plan.contexte.parametres.items()))
            if key not in seen and plan.mesure.portee is not None:
                seen.add(key)
                yield from plan.mesure.portee.reperes(avant.contexte, apres.contexte)
    for plan, moved in par_groupe.values():
        condition = Q()
        for periode in moved:
            condition |= plan.over_window(periode)
        if condition:
            rows = plan.queryset().filter(condition)
            if rows.model is Evenement:
                # Every nature, said so that the index (nature, day) answers.
                rows = rows.filter(nature__in=Nature.values)
            yield rows
