"""The plan as a table: what sorts it, and what leaves as a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from commun.exports import Cellule, Colonne
from plans_action.choix import StatutFiche
from plans_action.echeancier import PLAN

# The states in the order of a fiche's life, not of the alphabet.
_RANG = Case(
    *(When(statut=statut, then=Value(rang)) for rang, statut in enumerate(StatutFiche.values)),
    output_field=IntegerField(),
)
TRIS: dict[str, Any] = {
    "numero": F("numero"),
    "titre": F("titre"),
    "objectif": None,
    "statut": _RANG,
    "debut": F("debut"),
    "echeance": F("echeance"),
    "prochaine": F("prochaine"),
    "retard": F("nombre_en_retard"),
    "prevu": F("prevu"),
}
COLONNES: tuple[Colonne, ...] = (
    ("N°", 6),
    ("Fiche-action", 40),
    ("Issue de", 28),
    ("Objectif général", 32),
    ("Objectif opérationnel", 36),
    ("État", 14),
    ("Coordination", 28),
    ("Lieux", 28),
    ("Début", 12),
    ("Échéance", 12),
    ("Prochaine étape", 14),
    ("Étapes", 9),
    ("Étapes faites", 9),
    ("Étapes en retard", 9),
    ("Budget prévu (€)", 14),
    ("Budget dépensé (€)", 14),
    ("Partenaires", 36),
    ("Objectif de l’action", 48),
    ("Récurrence", 24),
    ("Évaluation", 24),
)


def sort(fiches: QuerySet[Any, Any], tri: str) -> QuerySet[Any, Any]:
    """Sort by a column, "-" first for the other way; what has no value comes last both ways."""
    champ = tri.removeprefix("-")
    if champ not in TRIS:
        return fiches
    if TRIS[champ] is None:
        return fiches.order_by(*(_reversed(order) for order in PLAN)) if tri.startswith("-") else fiches
    order = TRIS[champ]
    order = order.desc(nulls_last=True) if tri.startswith("-") else order.asc(nulls_last=True)
    return fiches.order_by(order, *PLAN)


def _reversed(order: Any) -> Any:
    if isinstance(order, str):
        return order  # within an objective the titles stay in order
    return order.expression.desc(nulls_last=True)


def export_lines(fiches: QuerySet[Any, Any]) -> Iterator[list[Cellule]]:
    """Yield a row for each fiche."""
    for fiche in fiches.prefetch_related("partenaires"):
        objectif = fiche.objectif
        partenaires = [str(partenaire) for partenaire in fiche.partenaires.all()]
        yield [
            fiche.numero,
            fiche.titre,
            str(fiche.parente) if fiche.parente else "",
            str(objectif.objectif_general) if objectif else "",
            str(objectif) if objectif else "Pas encore placée",
            fiche.get_statut_display(),
            ", ".join(str(personne) for personne in fiche.coordinateurs.all()) or fiche.coordonne,
            ", ".join(str(lieu) for lieu in fiche.lieux.all()),
            fiche.debut,
            fiche.echeance,
            fiche.prochaine,
            fiche.nombre_etapes,
            fiche.nombre_faites,
            fiche.nombre_en_retard,
            fiche.prevu,
            fiche.depense,
            "\n".join(part for part in (fiche.partenaires_texte, ", ".join(partenaires)) if part),
            fiche.but,
            fiche.recurrence,
            fiche.evaluation_quand,
        ]
