"""
Remake structure/donnees/communes-AAAA.json.gz from the official referential of communes and EPCI.

Usage: python scripts/referentiel_communes.py FOLDER MILLESIME
FOLDER is the unpacked package @etalab/decoupage-administratif (it holds data/communes.json and data/epci.json).
The output is the same byte for byte for the same input: rows sorted by code, no time stamp in the archive.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

SOURCE = (
    "INSEE (code officiel géographique, populations légales), DGCL (EPCI à fiscalité propre), "
    "La Poste (codes postaux), réunis par Etalab dans @etalab/decoupage-administratif, Licence Ouverte"
)


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return one list of the package."""
    rows: list[dict[str, Any]] = json.loads((folder / "data" / name).read_text(encoding="utf-8"))
    return rows


def build(folder: Path, millesime: int) -> dict[str, Any]:
    """Return what the application needs: a row per commune and per EPCI, in lists to stay small."""
    epcis = read(folder, "epci.json")
    epci_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    communes = [
        [
            commune["code"],
            commune["nom"],
            commune["departement"],
            commune.get("population", 0),
            epci_of.get(commune["code"], ""),
            " ".join(commune.get("codesPostaux", [])),
        ]
        for commune in read(folder, "communes.json")
        if commune["type"] == "commune-actuelle" and "departement" in commune
    ]
    return {
        "source": SOURCE,
        "millesime": millesime,
        "colonnes_communes": ["code", "nom", "departement", "population", "epci", "codes_postaux"],
        "communes": sorted(communes),
        "colonnes_epci": ["code", "nom", "population"],
        "epci": sorted([epci["code"], epci["nom"], epci.get("populationMunicipale", 0)] for epci in epcis),
    }


def main() -> None:
    """Write the file of the year given."""
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit(__doc__)
    folder, millesime = Path(sys.argv[1]), int(sys.argv[2])
    content = build(folder, millesime)
    target = Path(__file__).resolve().parents[1] / "structure" / "donnees" / f"communes-{millesime}.json.gz"
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    sys.stdout.write(f"{target.name} : {len(content['communes'])} communes, {len(content['epci'])} EPCI\n")


if __name__ == "__main__":
    main()
