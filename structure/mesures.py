"""What the measures of the rooms above share about places and organisations."""

from collections.abc import Mapping

from commun.mesures import Filtre, Ventilation
from structure.choix import TypeLieu
from structure.models import Lieu


def filtres_lieu(prefixe: str = "") -> Mapping[str, Filtre]:
    """Return the filters by place and by kind of place of a fact whose `lieu` is behind a prefix."""
    return {
        "lieu": Filtre.of_model("Lieu", f"{prefixe}lieu", Lieu.objects.all),
        "type_lieu": Filtre.of_choices("Type de lieu", f"{prefixe}lieu__type", TypeLieu.choices),
    }


def ventilations_lieu(prefixe: str = "") -> Mapping[str, Ventilation]:
    """Return the breakdowns by place and by kind of place."""
    return {
        "lieu": Ventilation.of_model("Lieu", f"{prefixe}lieu", Lieu.objects.all),
        "type_lieu": Ventilation.of_choices("Type de lieu", f"{prefixe}lieu__type", TypeLieu.choices),
    }
