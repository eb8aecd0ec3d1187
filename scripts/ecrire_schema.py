"""Write docs/schemas/fiche-action.schema.json, the published form of an exported fiche.

.venv/bin/python scripts/ecrire_schema.py
"""

import json
import os
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE))


def main() -> None:
    """Write the schema made from the fields."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.test")
    import django

    django.setup()
    from plans_action.exports.schema import build_schema

    texte = json.dumps(build_schema(), ensure_ascii=False, indent=2) + "\n"
    (RACINE / "docs" / "schemas" / "fiche-action.schema.json").write_text(texte, encoding="utf-8")


if __name__ == "__main__":
    main()
