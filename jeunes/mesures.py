"""What the measures of the rooms above share about people: the breakdowns by the frozen profile."""

from collections.abc import Mapping

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.expressions import Combinable

from commun.mesures import Ventilation
from jeunes.choix import Niveau, Sexe
from jeunes.profil import TRANCHES_AGE
from structure.models import EPCI, Commune


def tranche_age() -> Combinable:
    """Return the age group, from the age at the moment of the fact."""
    cases = []
    for code, _label, low, high in TRANCHES_AGE:
        bounds = Q()
        if low is not None:
            bounds &= Q(age__gte=low)
        if high is not None:
            bounds &= Q(age__lte=high)
        cases.append(When(bounds, then=Value(code)))
    return Case(*cases, default=None, output_field=CharField())


VENTILATIONS_PROFIL: Mapping[str, Ventilation] = {
    "sexe": Ventilation.of_choices("Sexe", "sexe", Sexe.choices),
    "tranche_age": Ventilation(
        "Tranche d'âge",
        tranche_age,
        lambda keys: {code: label for code, label, _low, _high in TRANCHES_AGE},
        complete=True,
    ),
    "mineur": Ventilation.of_choices("Mineurs et majeurs", "mineur", [(True, "Mineurs"), (False, "Majeurs")]),
    "niveau": Ventilation.of_choices("Niveau de formation", "niveau", Niveau.choices),
    "commune": Ventilation.of_model("Commune", "commune", Commune.objects.all),
    "epci": Ventilation.of_model("Communauté de communes ou d'agglomération (EPCI)", "epci", EPCI.objects.all),
}
