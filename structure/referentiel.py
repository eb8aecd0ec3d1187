"""The official referential of communes and EPCI, kept in the repository; docs/donnees.md says where it comes from."""

import gzip
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from commun.noms import normalise_nom
from structure.models import EPCI, Commune, cle_commune

MILLESIME = 2026
FICHIER = Path(__file__).with_name("donnees") / f"communes-{MILLESIME}.json.gz"


class ReferentielInconnu(Exception):
    """A département or an EPCI that the referential does not hold."""


@dataclass(frozen=True)
class Import:
    """What an import wrote."""

    communes: int
    epci: int
    du_territoire: int


@lru_cache(maxsize=1)
def referentiel() -> dict[str, Any]:
    """Return the whole referential: 35,000 communes, read once per process."""
    content: dict[str, Any] = json.loads(gzip.decompress(FICHIER.read_bytes()))
    return content


def import_communes(*, departements: Collection[str], epci: Collection[str] = ()) -> Import:
    """
    Write or refresh the communes of some départements, and flag those of the EPCI given as our territory.

    The communes of these EPCI come too when they lie in another département. A second run refreshes names and
    populations and leaves what the administration changed by hand (territory, competent Mission Locale) as it is.
    """
    content = referentiel()
    _check_known(departements, {row[2] for row in content["communes"]}, "département")
    _check_known(epci, {row[0] for row in content["epci"]}, "EPCI")
    rows = [row for row in content["communes"] if row[2] in departements or row[4] in epci]
    with transaction.atomic():
        groupings = _write(rows)
        ours = Commune.objects.filter(epci__in=epci, autre_mission_locale="").update(du_territoire=True) if epci else 0
    return Import(communes=len(rows), epci=groupings, du_territoire=ours)


def find_elsewhere(texte: str, *, limit: int) -> list[Commune]:
    """
    Return the communes of the whole country that a person may mean, not written, those of that very name first.

    Somebody may live anywhere: what the installation did not load is read here, when nothing of its own answers.
    """
    code = re.sub(r"\s", "", texte)
    if code.isdigit():
        found = [row for row in referentiel()["communes"] if len(code) == 5 and code in row[5].split()]
    else:
        nom, _, departement = texte.partition("(")
        cle, wanted = cle_commune(nom), departement.strip(" )").upper()[:3]
        named = [row for key, row in _by_name() if len(cle) >= 2 and key.startswith(cle)]
        exact = [row for row in named if normalise_nom(row[1]) == cle]
        found = [row for row in exact or named if not wanted or row[2] == wanted]
    return [_commune(row) for row in sorted(found, key=lambda row: (row[1], row[0]))[:limit]]


def keep_commune(commune: Commune | None) -> None:
    """Write a commune found elsewhere, with its EPCI, so that a file can name it."""
    if commune is not None and commune._state.adding:
        _write([row for row in referentiel()["communes"] if row[0] == commune.code])


@lru_cache(maxsize=1)
def _by_name() -> list[tuple[str, list[Any]]]:
    return [(normalise_nom(row[1]), row) for row in referentiel()["communes"]]


def _write(rows: list[list[Any]]) -> int:
    """Write or refresh communes and their EPCI; return how many EPCI."""
    groupings = {row[4] for row in rows if row[4]}
    EPCI.objects.bulk_create(
        [EPCI(code=row[0], nom=row[1], population=row[2]) for row in referentiel()["epci"] if row[0] in groupings],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["nom", "population"],
    )
    Commune.objects.bulk_create(
        [_commune(row) for row in rows],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["nom", "nom_normalise", "codes_postaux", "departement", "population", "epci"],
    )
    return len(groupings)


def _commune(row: list[Any]) -> Commune:
    code, nom, departement, population, epci, codes_postaux = row
    return Commune(
        code=code,
        nom=nom,
        nom_normalise=normalise_nom(nom),
        departement=departement,
        population=population,
        epci_id=epci or None,
        codes_postaux=codes_postaux,
    )


def _check_known(wanted: Collection[str], known: set[str], what: str) -> None:
    if unknown := sorted(set(wanted) - known):
        raise ReferentielInconnu(f"{what} inconnu du référentiel {MILLESIME} : {', '.join(unknown)}")
