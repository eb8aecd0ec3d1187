"""The page of two versions: what differs said in words, and the choice of a side for each difference."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from plans_action import contenu as c
from plans_action.fusion import LEURS, MIENS, Cote, Difference
from plans_action.libelles import VIDE, Libelles

A_CHOISIR = "Ce point a été changé des deux côtés : choisissez la version à garder."


@dataclass(frozen=True)
class LigneConflit:
    """One difference as it is shown: what it is about, both texts, and the choice."""

    libelle: str
    leurs: str
    miens: str
    champ: forms.BoundField
    a_choisir: bool


class ConflitForm(forms.Form):
    """One choice per difference; where one side only changed, it is already chosen."""

    use_required_attribute = False

    def __init__(self, differences: Iterable[Difference], data: Any = None) -> None:
        super().__init__(data)
        self.differences = list(differences)
        for difference in self.differences:
            self.fields[f"choix-{difference.chemin}"] = forms.ChoiceField(
                choices=[(LEURS, "Garder la version enregistrée"), (MIENS, "Garder la vôtre")],
                initial=difference.defaut,
                widget=forms.RadioSelect,
                error_messages={"required": A_CHOISIR},
            )

    @property
    def choix(self) -> dict[str, Cote]:
        """Return the side chosen for each difference."""
        return {nom.removeprefix("choix-"): valeur for nom, valeur in self.cleaned_data.items()}

    def lignes(self, miens: c.Contenu, leurs: c.Contenu) -> list[LigneConflit]:
        """Return the differences in words."""
        libelles = Libelles([(miens, c.FICHE), (leurs, c.FICHE)])
        return [
            LigneConflit(
                name_difference(difference),
                describe_side(difference, difference.leurs, libelles),
                describe_side(difference, difference.miens, libelles),
                self[f"choix-{difference.chemin}"],
                not difference.defaut,
            )
            for difference in self.differences
        ]


def name_item(branche: c.Branche, rang: int, item: c.Contenu) -> str:
    """Return how an item is called on the page: its number and its words."""
    mots = item.get("titre") or item.get("libelle") or item.get("nom") or ""
    nom = {
        "etapes": f"Étape {rang}",
        "lignes": f"ligne {rang + 1}",
        "criteres": "Critère",
        "indicateurs": "indicateur",
        "budget": "Budget",
        "porteurs": "Porteur",
        "parties_prenantes": "Partie prenante",
        "risques": "Risque",
    }[branche.nom]
    return f"{nom} « {mots} »" if mots else nom


def name_difference(difference: Difference) -> str:
    """Return what a difference is about."""
    parts = [name_item(*item) for item in difference.contexte]
    if difference.genre == "ordre" and difference.branche is not None:
        parts.append(f"ordre des {difference.branche.pluriel}")
    elif difference.champ is not None:
        parts.append(difference.champ.libelle)
    nom = ", ".join(parts)
    return nom[:1].upper() + nom[1:]


def describe_side(difference: Difference, cote: Any, libelles: Libelles) -> str:
    """Return one side of a difference as text."""
    if difference.genre == "ordre" and difference.branche is not None:
        return "\n".join(name_item(difference.branche, rang, item) for rang, item in enumerate(cote))
    if difference.genre == "presence" and difference.branche is not None:
        if cote is None:
            return "Absent de cette version"
        return describe_item(cote, difference.branche.schema, libelles)
    assert difference.champ is not None
    schema = difference.contexte[-1][0].schema if difference.contexte else c.FICHE
    return libelles.en_mots(cote, difference.champ, schema)


def describe_item(item: c.Contenu, schema: c.Schema, libelles: Libelles) -> str:
    """Return a whole item as text: each field that is not empty, then its lists."""
    lines = []
    for champ in schema.champs:
        mots = libelles.en_mots(item[champ.nom], champ, schema)
        if mots != VIDE:
            lines.append(f"{champ.libelle[:1].upper()}{champ.libelle[1:]} : {mots}")
    for branche in schema.branches:
        for rang, enfant in enumerate(item[branche.nom]):
            nom = name_item(branche, rang, enfant)
            detail = describe_item(enfant, branche.schema, libelles).replace("\n", " ; ")
            lines.append(f"{nom[:1].upper()}{nom[1:]} : {detail}")
    return "\n".join(lines) or VIDE
