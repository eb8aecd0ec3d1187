"""Make one SVG sprite of the icons that the application names, from a folder of bootstrap-icons."""

import re
import sys
from pathlib import Path

# Our French name -> the name of bootstrap-icons.
ICONES = {
    "accueil": "house",
    "aide": "question-circle",
    "ajouter": "plus-lg",
    "alerte": "exclamation-triangle",
    "baisse": "arrow-down-right",
    "bilan": "file-earmark-text",
    "cadenas": "lock",
    "calendrier": "calendar-week",
    "chevron-bas": "chevron-down",
    "chevron-droite": "chevron-right",
    "chevron-gauche": "chevron-left",
    "chevron-haut": "chevron-up",
    "cible": "bullseye",
    "cle": "key",
    "cloche": "bell",
    "coche": "check-lg",
    "coche-ronde": "check-circle",
    "commission": "people-fill",
    "copier": "copy",
    "crayon": "pencil",
    "croix-ronde": "x-circle",
    "descendre": "arrow-down",
    "document": "file-earmark-text",
    "drapeau": "flag",
    "ecole": "mortarboard",
    "etapes": "list-check",
    "etoile": "star",
    "euro": "currency-euro",
    "externe": "box-arrow-up-right",
    "fermer": "x-lg",
    "filtre": "funnel",
    "graphique": "bar-chart",
    "hausse": "arrow-up-right",
    "historique": "clock-history",
    "horloge": "clock",
    "idee": "lightbulb",
    "imprimer": "printer",
    "info": "info-circle",
    "interdit": "slash-circle",
    "jeunes": "people",
    "journee": "sun",
    "lien": "link-45deg",
    "lieu": "geo-alt",
    "liste": "list-ul",
    "liste-attente": "list-ol",
    "mail": "envelope",
    "menu": "list",
    "message": "chat-left-text",
    "moi": "person-circle",
    "monter": "arrow-up",
    "oeil": "eye",
    "orientation": "signpost-split",
    "partenaire": "building",
    "personne": "person",
    "personne-ajouter": "person-plus",
    "pilotage": "graph-up",
    "plan": "diagram-3",
    "poignee": "grip-vertical",
    "porte": "door-open",
    "poubelle": "trash",
    "recherche": "search",
    "reglages": "gear",
    "replier": "chevron-double-left",
    "retour": "arrow-left",
    "sablier": "hourglass-split",
    "sac": "briefcase",
    "seance": "calendar-event",
    "sortie": "box-arrow-right",
    "stable": "arrow-right",
    "tableau": "table",
    "telecharger": "download",
    "telephone": "telephone",
    "tri": "arrow-down-up",
}


def symbole(nom: str, source: str) -> str:
    """Return one icon as a symbol of the sprite."""
    contenu = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S)
    if contenu is None:
        raise SystemExit(f"{nom}: not an SVG file")
    return f'<symbol id="{nom}" viewBox="0 0 16 16">{" ".join(contenu[1].split())}</symbol>'


def main(dossier: Path, sortie: Path) -> None:
    """Write the sprite."""
    symboles = [symbole(nom, (dossier / f"{bi}.svg").read_text(encoding="utf-8")) for nom, bi in sorted(ICONES.items())]
    texte = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symboles, "</svg>", ""])
    sortie.write_text(texte, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
