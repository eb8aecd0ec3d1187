"""Draw the data model as Mermaid diagrams, one per room, into docs/modele.md. Run by hand after a change of models.

.venv/bin/python scripts/dessiner_modele.py
"""

import os
import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
SALLES = ("comptes", "structure", "jeunes", "plans_action", "accueil", "participation", "evaluation")


def main() -> None:
    """Write docs/modele.md."""
    sys.path.insert(0, str(RACINE))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.test")
    import django

    django.setup()
    (RACINE / "docs" / "modele.md").write_text(dessiner(), encoding="utf-8")


def dessiner() -> str:
    """Return the whole page."""
    from django.apps import apps

    parts = [
        "# Le modèle de données\n\n"
        "Un dessin par pièce, refait par `scripts/dessiner_modele.py` ; une flèche nomme la table visée.\n"
    ]
    for salle in SALLES:
        config = apps.get_app_config(salle)
        lines = [f"## {salle} : {config.verbose_name}\n", "```mermaid", "erDiagram"]
        relations: list[str] = []
        for model in config.get_models():
            if model._meta.proxy or model.__name__.startswith("Historical"):
                continue
            lines.append(f"  {model.__name__} {{")
            for field in model._meta.local_fields:
                if field.is_relation and field.related_model is not None:
                    target = field.related_model.__name__
                    optional = "o|" if field.null else "||"
                    relations.append(f'  {model.__name__} }}o--{optional} {target} : "{field.name}"')
                else:
                    key = " PK" if field.primary_key else (" UK" if field.unique else "")
                    lines.append(f"    {field.get_internal_type()} {field.name}{key}")
            lines.append("  }")
            relations += [
                f'  {model.__name__} }}o--o{{ {field.related_model.__name__} : "{field.name}"'
                for field in model._meta.local_many_to_many
            ]
        parts.append("\n".join([*lines, *relations, "```\n"]))
    return "\n".join(parts)


if __name__ == "__main__":
    main()
