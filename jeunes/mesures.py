"""What the measures of the rooms above share about people: the breakdowns by the frozen profile."""

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.expressions import Combinable

from commun.mesures import Contexte, Definie, DemandeInvalide, Parametre, Retenue, Ventilation
from jeunes.choix import LectureDefinition, Niveau, ObjetDefinition, Sexe
from jeunes.models import Definition
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
        "Tranche d’âge",
        tranche_age,
        lambda keys: {code: label for code, label, _low, _high in TRANCHES_AGE},
        complete=True,
        reunit=lambda keys: {code: high is not None and high < 18 for code, _label, _low, high in TRANCHES_AGE},
    ),
    "mineur": Ventilation.of_choices("Mineurs et majeurs", "mineur", [(True, "Mineurs"), (False, "Majeurs")]),
    "niveau": Ventilation.of_choices("Niveau de formation", "niveau", Niveau.choices),
    "commune": replace(
        Ventilation.of_model("Commune", "commune", Commune.objects.par_nom),
        reunit=lambda keys: dict(Commune.objects.filter(pk__in=list(keys)).values_list("pk", "epci")),
    ),
    "epci": Ventilation.of_model("Communauté de communes ou d’agglomération (EPCI)", "epci", EPCI.objects.all),
}

# What an installation reads as long as nobody has chosen; the migration writes the same versions.
ORIGINES = {
    ObjetDefinition.ACCOMPAGNE: LectureDefinition.PERIODE,
    ObjetDefinition.SANS_RENDEZ_VOUS: LectureDefinition.DELAI,
}
PARAMETRE_DEFINITION = Parametre(
    "Version de la définition", "entier", None, 1, 999, aide="Sans choix, celle en vigueur."
)


def definition_lue(objet: ObjetDefinition, contexte: Contexte) -> Definition:
    """Return the version that the parameters name, or the one in force; raise DemandeInvalide when there is none."""
    version = contexte.parametres["definition"]
    toutes = contexte.once("definitions", lambda: list(Definition.objects.order_by("objet", "version")))
    for definition in toutes:
        if definition.objet == objet and (definition.choisie if version is None else definition.version == version):
            return definition
    if version is None and objet in ORIGINES:
        return Definition(objet=objet, version=1, libelle=objet.label, lecture=ORIGINES[objet], choisie=True)
    raise DemandeInvalide(
        f"Aucune définition n’est en vigueur pour «\u00a0{objet.label.lower()}\u00a0»."
        if version is None
        else f"La version {version} de la définition «\u00a0{objet.label.lower()}\u00a0» n’existe pas."
    )


def retenue(definition: Definition) -> Retenue:
    """Return what is printed of a version."""
    objet = ObjetDefinition(definition.objet)
    return Retenue(objet, definition.version, definition.libelle, definition.texte, definition.is_d_un_jour)


def definie(objet: ObjetDefinition) -> Definie:
    """Return that a measure rests on a word of several readings."""
    return Definie(objet, lambda contexte: retenue(definition_lue(objet, contexte)))
