"""Write docs/schemas/*.schema.json, the published forms of an exported fiche and of a frozen bilan.

.venv/bin/python scripts/ecrire_schema.py
"""

import json
import os
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE))


def main() -> None:
    """Write the schemas."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.test")
    import django

    django.setup()
    from evaluation.bilans.schema import build_schema as schema_bilan
    from plans_action.exports.schema import build_schema as schema_fiche

    for nom, schema in (("fiche-action", schema_fiche()), ("bilan", schema_bilan())):
        texte = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (RACINE / "docs" / "schemas" / f"{nom}.schema.json").write_text(texte, encoding="utf-8")


if __name__ == "__main__":
    main()
