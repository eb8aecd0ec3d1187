"""The items of the form's lists: made from what is stored, or from what was posted."""

import re
from dataclasses import dataclass, field

from django.http import QueryDict

from plans_action import contenu as c
from plans_action.saisie.indicateur import IndicateurForm
from plans_action.saisie.piece import PieceForm
from plans_action.saisie.pieces import (
    CritereForm,
    EtapeForm,
    LigneBudgetForm,
    LigneForm,
    PartiePrenanteForm,
    PorteurForm,
    RisqueForm,
)
from plans_action.saisie.reserve import Reserve

PLAFOND = 200  # items of one list: far above any real fiche, and a bound on what a request may ask
_CLE = re.compile(r"[a-zA-Z0-9-]{1,40}")


@dataclass
class Noeud:
    """One item of a list of the form: its key, its fields, its own lists."""

    liste: str
    cle: str
    rang: int
    form: PieceForm
    retire: bool = False
    parent: "Noeud | None" = None
    enfants: dict[str, list["Noeud"]] = field(default_factory=dict)

    @property
    def prefixe(self) -> str:
        """Return the beginning of the names of its fields."""
        return f"{self.liste}-{self.cle}"

    @property
    def lignes(self) -> list["Noeud"]:
        """Return the lines of a step."""
        return self.enfants["lignes"]

    @property
    def indicateurs(self) -> list["Noeud"]:
        """Return the indicateurs of a critère."""
        return self.enfants["indicateurs"]

    @property
    def is_blank(self) -> bool:
        """Tell whether it is new, or only a line, and nothing is typed in it: then it is not kept."""
        return (
            (self.cle.startswith("n") or isinstance(self.form, LigneForm | PorteurForm | PartiePrenanteForm))
            and not any(self.form[nom].value() for nom in self.form.fields if nom in _TYPED)
            and all(enfant.retire or enfant.is_blank for enfants in self.enfants.values() for enfant in enfants)
        )


_TYPED = {"titre", "echeance", "quoi", "quand", "qui", "comment", "libelle", "cible", "prevu", "depense"}
_TYPED |= {"etp", "heures", "cout_horaire", "taux", "nom", "role", "roles", "conseiller", "partenaire", "parade"}
_FORMS: dict[str, type[PieceForm]] = {
    "etapes": EtapeForm,
    "lignes": LigneForm,
    "criteres": CritereForm,
    "indicateurs": IndicateurForm,
    "budget": LigneBudgetForm,
    "porteurs": PorteurForm,
    "parties_prenantes": PartiePrenanteForm,
    "risques": RisqueForm,
}


class Fabrique:
    """Makes the items of the lists."""

    def __init__(self, reserve: Reserve) -> None:
        self.reserve = reserve

    def liste(self, chemin: str, branche: c.Branche, parent: Noeud | None = None) -> list[Noeud]:
        """Return the items of a list."""
        raise NotImplementedError

    def blank(self, liste: str, cle: str = "__cle__") -> Noeud:
        """Return an empty item with the lists it holds, empty too."""
        nom = liste.rsplit("-", 1)[-1]
        form = _FORMS[nom](reserve=self.reserve, prefix=f"{liste}-{cle}")
        schema = _FORMS[nom].schema
        noeud = Noeud(liste, cle, 0, form, enfants={branche.nom: [] for branche in schema.branches})
        if nom == "etapes":  # a step is opened with a first line
            noeud.enfants["lignes"].append(self.blank(f"{liste}-{cle}-lignes", "n1"))
        return noeud


class FabriqueStockee(Fabrique):
    """Makes them from what is stored."""

    def __init__(self, reserve: Reserve, contenu: c.Contenu) -> None:
        super().__init__(reserve)
        self.items: dict[str, list[c.Contenu]] = {}
        self._spread(contenu, c.FICHE, "")

    def _spread(self, item: c.Contenu, schema: c.Schema, debut: str) -> None:
        for branche in schema.branches:
            self.items[f"{debut}{branche.nom}"] = item[branche.nom]
            for enfant in item[branche.nom]:
                self._spread(enfant, branche.schema, f"{debut}{branche.nom}-{enfant['cle']}-")

    def liste(self, chemin: str, branche: c.Branche, parent: Noeud | None = None) -> list[Noeud]:
        """Return the items that are stored."""
        noeuds = []
        kind = _FORMS[branche.nom]
        for rang, item in enumerate(self.items[chemin]):
            form = kind(reserve=self.reserve, prefix=f"{chemin}-{item['cle']}", initial=kind.initial_of(item))
            noeud = Noeud(chemin, item["cle"], rang, form, parent=parent)
            for sous in branche.schema.branches:
                noeud.enfants[sous.nom] = self.liste(f"{noeud.prefixe}-{sous.nom}", sous, noeud)
            noeuds.append(noeud)
        return noeuds


class FabriquePostee(Fabrique):
    """Makes them from what was posted."""

    def __init__(self, reserve: Reserve, data: QueryDict, *, judged: bool) -> None:
        super().__init__(reserve)
        self.data, self.judged = data, judged

    def liste(self, chemin: str, branche: c.Branche, parent: Noeud | None = None) -> list[Noeud]:
        """Return the items that were posted, in the order of the page."""
        noeuds = []
        kind = _FORMS[branche.nom]
        rang = 0
        for cle in posted_keys(self.data, chemin):
            retire = bool(self.data.get(f"{chemin}-{cle}-retire"))
            if self.judged and not retire:
                form = kind(self.data, reserve=self.reserve, prefix=f"{chemin}-{cle}")
            else:
                form = kind(reserve=self.reserve, prefix=f"{chemin}-{cle}")
                form.fill(self.data)
            noeud = Noeud(chemin, cle, rang, form, retire, parent)
            rang += not retire
            for sous in branche.schema.branches:
                noeud.enfants[sous.nom] = self.liste(f"{noeud.prefixe}-{sous.nom}", sous, noeud)
            noeuds.append(noeud)
        return noeuds


def posted_keys(data: QueryDict, chemin: str) -> list[str]:
    """Return the keys of a posted list, each once; anything that cannot be a key is not one."""
    keys = dict.fromkeys(cle for cle in data.getlist(chemin) if _CLE.fullmatch(cle))
    return list(keys)[:PLAFOND]
