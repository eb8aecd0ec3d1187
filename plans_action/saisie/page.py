"""
The whole fiche as a form: its fields, and lists inside lists (étapes > lignes, critères > indicateurs, budget).

The posted form says its own structure: a hidden field `etapes` per étape holds its key, in the order of the page;
`etapes-12-lignes` holds the keys of its lines; a field is `etapes-12-lignes-31-quoi`. So moving an item on the page is
moving it in the form, and the same words (`operation=monter|etapes|12`) move it on the server when there is no script.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from plans_action import contenu as c
from plans_action import montants
from plans_action.choix import ModeleFiche
from plans_action.models import FicheAction
from plans_action.rubriques import RUBRIQUES, Rubrique
from plans_action.saisie.fiche import FicheForm
from plans_action.saisie.noeuds import Fabrique, FabriquePostee, FabriqueStockee, Noeud
from plans_action.saisie.piece import PieceForm
from plans_action.saisie.reserve import Reserve


@dataclass(frozen=True)
class Erreur:
    """One thing to correct: where it is, in words and on the page."""

    ou: str
    ancre: str
    message: str


@dataclass(frozen=True)
class RubriqueOuverte:
    """A section on the page: whether something is written in it, whether the fiche's template asks for it."""

    rubrique: Rubrique
    commencee: bool
    du_modele: bool

    @property
    def gabarit(self) -> str:
        """Return the template of its fields."""
        return f"plans_action/rubriques/{self.rubrique.cle}.html"


class Saisie:
    """The form of a fiche: made from what is stored, or from what was posted."""

    def __init__(self, fiche: FicheAction, fabrique: Fabrique, form: FicheForm) -> None:
        self.fiche, self.form = fiche, form
        self.listes = {branche.nom: fabrique.liste(branche.nom, branche) for branche in c.FICHE.branches}
        self.fabrique = fabrique

    @classmethod
    def stored(cls, fiche: FicheAction, contenu: c.Contenu) -> "Saisie":
        """Return the form of what is stored."""
        reserve = Reserve(fiche)
        form = FicheForm(reserve=reserve, initial=FicheForm.initial_of(contenu))
        return cls(fiche, FabriqueStockee(reserve, contenu), form)

    @classmethod
    def posted(cls, fiche: FicheAction, data: QueryDict) -> "Saisie":
        """Return the form as posted, to be judged."""
        reserve = Reserve(fiche)
        return cls(fiche, FabriquePostee(reserve, data, judged=True), FicheForm(data, reserve=reserve))

    @classmethod
    def kept(cls, fiche: FicheAction, data: QueryDict) -> "Saisie":
        """Return the form as typed, not judged: a draft, or a form that only changed shape."""
        reserve = Reserve(fiche)
        form = FicheForm(reserve=reserve)
        form.fill(data)
        return cls(fiche, FabriquePostee(reserve, data, judged=False), form)

    def blanks(self) -> dict[str, Noeud]:
        """Return an empty item of each list, whose key the page's script replaces."""
        listes = {branche.nom: branche.nom for branche in c.FICHE.branches}
        listes |= {"lignes": "etapes-__parent__-lignes", "indicateurs": "criteres-__parent__-indicateurs"}
        return {nom: self.fabrique.blank(liste) for nom, liste in listes.items()}

    def nodes(self) -> Iterator[Noeud]:
        """Return every item that is kept."""
        pending = [noeud for noeuds in self.listes.values() for noeud in noeuds]
        while pending:
            noeud = pending.pop(0)
            if not noeud.retire and not noeud.is_blank:
                yield noeud
                pending = [enfant for enfants in noeud.enfants.values() for enfant in enfants] + pending

    def is_valid(self) -> bool:
        """Judge every part, so that every error is shown at once."""
        return all([self.form.is_valid(), *(noeud.form.is_valid() for noeud in self.nodes())])

    @property
    def erreurs(self) -> list[Erreur]:
        """Return what is to be corrected, in the order of the page."""
        if not self.form.is_bound:
            return []
        erreurs = list(_errors_of(self.form, ""))
        for noeud in self.nodes():
            erreurs += _errors_of(noeud.form, _place(noeud))
        return erreurs

    @property
    def rubriques(self) -> list["RubriqueOuverte"]:
        """Return the sections of the page, in its order."""
        modele = self.form["modele"].value() or ModeleFiche.MOULINS
        return [
            RubriqueOuverte(rubrique, self._is_started(rubrique), rubrique.concerns(modele)) for rubrique in RUBRIQUES
        ]

    def _is_started(self, rubrique: Rubrique) -> bool:
        return any(self.form[nom].value() for nom in rubrique.champs) or any(
            self.listes[nom] for nom in rubrique.listes
        )

    @property
    def premier(self) -> int:
        """Return the number that the first step shows."""
        typed = str(self.form["premiere_etape"].value() or 0)
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0

    @property
    def a_ranger(self) -> bool:
        """Tell whether an import left something to be placed."""
        return bool(self.form["a_ranger"].value())

    def contenu(self) -> c.Contenu:
        """Return the content typed, once valid."""
        listes = {nom: _contents(noeuds) for nom, noeuds in self.listes.items()}
        montants.fill_prevus(listes["budget"])
        return {"cle": str(self.fiche.pk), **self.form.content(), **listes}


def _contents(noeuds: Iterable[Noeud]) -> list[c.Contenu]:
    return [
        {
            "cle": noeud.cle,
            **noeud.form.content(),
            **{nom: _contents(enfants) for nom, enfants in noeud.enfants.items()},
        }
        for noeud in noeuds
        if not noeud.retire and not noeud.is_blank
    ]


def _errors_of(form: PieceForm, place: str) -> Iterator[Erreur]:
    for nom, messages in form.errors.items():
        champ = form[nom] if nom in form.fields else None
        ou = " : ".join(part for part in (place, str(champ.label) if champ else "") if part)
        for message in messages:
            yield Erreur(ou, champ.id_for_label or champ.auto_id if champ else "", str(message))


def _place(noeud: Noeud) -> str:
    noms = {
        "lignes": f"ligne {noeud.rang + 1}",
        "criteres": f"Critère {noeud.rang + 1}",
        "indicateurs": f"indicateur {noeud.rang + 1}",
        "budget": f"Budget, ligne {noeud.rang + 1}",
        "etapes": f"Étape {noeud.rang}",
        "porteurs": f"Porteur {noeud.rang + 1}",
        "parties_prenantes": f"Partie prenante {noeud.rang + 1}",
        "risques": f"Risque {noeud.rang + 1}",
    }
    nom = noms[noeud.liste.rsplit("-", 1)[-1]]
    return f"{_place(noeud.parent)}, {nom}" if noeud.parent else nom
