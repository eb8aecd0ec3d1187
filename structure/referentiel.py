"""The official referential of communes and EPCI, kept in the repository; docs/donnees.md says where it comes from."""

import gzip
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from commun.noms import normalise_nom
from structure.models import EPCI, Commune

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
    noms_epci = {row[0]: row for row in content["epci"]}
    _check_known(departements, {row[2] for row in content["communes"]}, "département")
    _check_known(epci, set(noms_epci), "EPCI")
    rows = [row for row in content["communes"] if row[2] in departements or row[4] in epci]
    groupings = sorted({row[4] for row in rows if row[4]})
    with transaction.atomic():
        EPCI.objects.bulk_create(
            [EPCI(code=code, nom=noms_epci[code][1], population=noms_epci[code][2]) for code in groupings],
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
        ours = Commune.objects.filter(epci__in=epci, autre_mission_locale="").update(du_territoire=True) if epci else 0
    return Import(communes=len(rows), epci=len(groupings), du_territoire=ours)


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
