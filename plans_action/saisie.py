"""
The whole fiche as a form: its fields, and lists inside lists (étapes > lignes, critères > indicateurs, budget).

The posted form says its own structure: a hidden field `etapes` per étape holds its key, in the order of the page;
`etapes-12-lignes` holds the keys of its lines; a field is `etapes-12-lignes-31-quoi`. So moving an item on the page is
moving it in the form, and the same words (`operation=monter|etapes|12`) move it on the server when there is no script.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from commun.formulaires import DateCalendrier, FormulaireMixin
from commun.mesures import DemandeInvalide, Filtre, Mesure, registre
from plans_action import contenu as c
from plans_action.choix import Recurrence, SensCible, StatutEtape, TypeIndicateur
from plans_action.forms import LONGUEUR_TEXTE, operationnels
from plans_action.libelles import find_mesure
from plans_action.models import FicheAction
from structure.models import Conseiller, Lieu, Partenaire

PLAFOND = 200  # items of one list: far above any real fiche, and a bound on what a request may ask
PREMIERE_PHRASE = 110
_CLE = re.compile(r"[a-zA-Z0-9-]{1,40}")
_PREFIXE = re.compile(r"criteres-[a-zA-Z0-9-]{1,40}-indicateurs-[a-zA-Z0-9-]{1,40}")

Choix = list[tuple[str, Any]]


class Reserve:
    """The choices shared by the forms of one page, each read once."""

    def __init__(self, fiche: FicheAction) -> None:
        self.fiche = fiche
        self._filtres: dict[int, list[tuple[str, str]]] = {}

    @cached_property
    def conseillers(self) -> Choix:
        """Return the team, and whoever already coordinates."""
        liste = Conseiller.objects.filter(Q(actif=True) | Q(fiches_coordonnees=self.fiche)).distinct()
        return [(str(personne.pk), str(personne)) for personne in liste]

    @cached_property
    def partenaires(self) -> Choix:
        """Return the partners that can be chosen, and those already linked."""
        financeurs = self.fiche.budget.exclude(financeur=None).values("financeur")
        liste = Partenaire.objects.filter(Q(actif=True) | Q(fiches=self.fiche) | Q(pk__in=financeurs)).distinct()
        return [(str(partenaire.pk), str(partenaire)) for partenaire in liste]

    @cached_property
    def lieux(self) -> Choix:
        """Return the places that can be chosen, and those already linked."""
        liste = Lieu.objects.filter(Q(actif=True) | Q(fiches=self.fiche)).distinct()
        return [(str(lieu.pk), str(lieu)) for lieu in liste]

    @cached_property
    def objectifs(self) -> Choix:
        """Return the operational objectives, grouped."""
        return [("", "Pas encore placée"), *operationnels()]

    @cached_property
    def fiches(self) -> Choix:
        """Return the other fiches."""
        autres = FicheAction.objects.exclude(pk=self.fiche.pk).order_by("numero", "titre", "pk")
        return [("", "Aucune"), *((str(fiche.pk), str(fiche)) for fiche in autres.only("numero", "titre"))]

    @cached_property
    def mesures(self) -> Choix:
        """Return the measures by family, each with the beginning of its definition."""
        familles: dict[str, list[tuple[str, str]]] = {}
        for mesure in registre.all():
            familles.setdefault(mesure.famille, []).append((mesure.cle, _with_definition(mesure)))
        return [("", "Choisissez une mesure"), *familles.items()]

    def filtre(self, filtre: Filtre) -> list[tuple[str, str]]:
        """Return the choices of a filter of a measure; the fiche itself comes first and says so."""
        key = id(filtre.choix)
        if key not in self._filtres:
            choix = [(str(cle), str(label)) for cle, label in filtre.choix()]
            soi = str(self.fiche.pk)
            self._filtres[key] = [(cle, "Cette fiche-action") for cle, _ in choix if cle == soi] + [
                paire for paire in choix if paire[0] != soi
            ]
        return self._filtres[key]


def _with_definition(mesure: Mesure) -> str:
    phrase = mesure.definition.split(". ")[0].rstrip(".")
    if len(phrase) > PREMIERE_PHRASE:
        phrase = f"{phrase[:PREMIERE_PHRASE].rsplit(' ', 1)[0]}…"
    return f"{mesure.libelle} : {phrase[:1].lower()}{phrase[1:]}"


# --- One form per kind of row ----------------------------------------------------------------------


class PieceForm(FormulaireMixin, forms.Form):
    """A part of the fiche's form."""

    schema: c.Schema

    def __init__(self, *args: Any, reserve: Reserve, **kwargs: Any) -> None:
        self.reserve = reserve
        super().__init__(*args, **kwargs)
        self.complete()

    def complete(self) -> None:
        """Give the fields their choices."""

    def fill(self, data: QueryDict) -> None:
        """Show what was typed without judging it: a draft, or a form that only changes shape."""
        for nom, champ in self.fields.items():
            if not champ.widget.value_omitted_from_data(data, MultiValueDict(), self.add_prefix(nom)):
                self.initial[nom] = champ.widget.value_from_datadict(data, MultiValueDict(), self.add_prefix(nom))

    @classmethod
    def initial_of(cls, item: c.Contenu) -> dict[str, Any]:
        """Return what the fields show of a stored item."""
        return {
            champ.nom: _as_typed(item[champ.nom]) if champ.genre == "nombre" else item[champ.nom]
            for champ in cls.schema.champs
            if champ.genre != "liaison"
        }

    def content(self) -> c.Contenu:
        """Return the cleaned fields as content."""
        return {champ.nom: c.canonical(self.cleaned_data[champ.nom], champ.genre) for champ in self.schema.champs}


def _as_typed(nombre: str | None) -> str:
    """Return a number as a French person types it: "1234,5", "12"."""
    return nombre.rstrip("0").rstrip(".").replace(".", ",") if nombre else ""


def texte(label: str, rows: int = 3, aide: str = "", longueur: int = LONGUEUR_TEXTE) -> forms.CharField:
    """Return an optional text of several lines."""
    return forms.CharField(
        label=label, required=False, max_length=longueur, help_text=aide, widget=forms.Textarea(attrs={"rows": rows})
    )


def court(label: str, longueur: int, aide: str = "", *, required: bool = False) -> forms.CharField:
    """Return a text of one line."""
    return forms.CharField(label=label, required=required, max_length=longueur, help_text=aide)


def jour(label: str) -> forms.DateField:
    """Return an optional day between sane years."""
    return forms.DateField(label=label, required=False, widget=DateCalendrier, validators=[check_annee])


def check_annee(valeur: Any) -> None:
    """Refuse a year that is a slip of the finger."""
    if not 2000 <= valeur.year <= 2100:
        raise ValidationError("Vérifiez l’année : elle doit être entre 2000 et 2100.")


def montant(label: str) -> forms.DecimalField:
    """Return an amount in euros, empty for zero."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=12, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class FicheForm(PieceForm):
    """The fields of the template of Moulins."""

    schema = c.FICHE
    titre = court("Titre", 200, required=True)
    numero = forms.IntegerField(label="Numéro", required=False, min_value=1, max_value=9999)
    objectif = forms.ChoiceField(label="Objectif opérationnel", required=False)
    parente = forms.ChoiceField(
        label="Issue d’une autre fiche",
        required=False,
        help_text="Un projet né d’une action peut avoir sa propre fiche.",
    )
    but = texte("Objectif de l’action", 3)
    resume = texte("Résumé de l’action", 5)
    debut = jour("Début")
    echeance = jour("Échéance")
    calendrier = court(
        "Calendrier de l’action", 300, "En toutes lettres, même approximatif : « 2e trimestre », « à définir »."
    )
    type_recurrence = forms.ChoiceField(
        label="Type d’action", required=False, choices=[("", "Non précisé"), *Recurrence.choices]
    )
    recurrence = court("Récurrence", 300, "Par exemple : mensuelle, un mardi sur deux.")
    coordonne = court("Qui coordonne ?", 300, "Une fonction ou un service, si ce n’est pas une personne de l’équipe.")
    coordinateurs = forms.MultipleChoiceField(
        label="Membres de l’équipe qui coordonnent", required=False, widget=forms.CheckboxSelectMultiple
    )
    realise = court("Qui réalise ?", 300)
    partenaires = forms.MultipleChoiceField(
        label="Partenaires associés", required=False, widget=forms.CheckboxSelectMultiple
    )
    partenaires_texte = texte("Autres partenaires, en toutes lettres", 2)
    lieux = forms.MultipleChoiceField(label="Lieux", required=False, widget=forms.CheckboxSelectMultiple)
    evaluation_quand = texte("Quand évalue-t-on ?", 2)
    evaluation_qui = texte("Qui évalue ?", 2)
    evaluation_comment = texte("Comment évalue-t-on ?", 3)
    vigilance = texte("Points de vigilance", 3)
    perspectives = texte("Perspectives et évolutions", 3)

    def complete(self) -> None:
        """Give the fields their choices."""
        for nom, choix in (
            ("objectif", self.reserve.objectifs),
            ("parente", self.reserve.fiches),
            ("coordinateurs", self.reserve.conseillers),
            ("partenaires", self.reserve.partenaires),
            ("lieux", self.reserve.lieux),
        ):
            self.fields[nom].choices = choix  # type: ignore[attr-defined]

    def clean_objectif(self) -> int | None:
        """Return the key as the database holds it."""
        valeur = self.cleaned_data["objectif"]
        return int(valeur) if valeur else None

    def clean_parente(self) -> str:
        """Refuse a parent that is below the fiche: the tree would have no root."""
        parente = self.cleaned_data["parente"]
        fiches = FicheAction.objects.exclude(parente=None).order_by("pk") if parente else FicheAction.objects.none()
        parents = {str(fille): str(mere) for fille, mere in fiches.values_list("pk", "parente")}
        pk: str = parente
        seen: set[str] = set()
        while pk in parents and pk not in seen:
            seen.add(pk)
            pk = parents[pk]
            if pk == str(self.reserve.fiche.pk):
                raise ValidationError("Cette fiche est elle-même issue de celle que vous modifiez.")
        return str(parente)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        cleaned = super().clean() or {}
        if cleaned.get("debut") and cleaned.get("echeance") and cleaned["echeance"] < cleaned["debut"]:
            self.add_error("echeance", "L’échéance est avant le début de l’action.")
        return cleaned


class EtapeForm(PieceForm):
    """One step."""

    schema = c.ETAPE
    titre = court("Intitulé de l’étape", 200)
    echeance = jour("Pour le")
    statut = forms.ChoiceField(label="État", choices=StatutEtape.choices, initial=StatutEtape.A_VENIR)


class LigneForm(PieceForm):
    """One line of a step."""

    schema = c.LIGNE
    quoi = texte("Quoi ?", 2, longueur=5000)
    quand = texte("Quand ?", 2, longueur=5000)
    qui = texte("Qui ?", 2, longueur=5000)
    comment = texte("Comment ?", 2, longueur=5000)


class CritereForm(PieceForm):
    """What the judgement is about."""

    schema = c.CRITERE
    libelle = forms.CharField(
        label="Ce qui sera jugé",
        max_length=300,
        error_messages={"required": "Écrivez ce qui sera jugé, ou retirez ce critère."},
    )


class LigneBudgetForm(PieceForm):
    """One line of the budget."""

    schema = c.BUDGET
    libelle = forms.CharField(
        label="Poste", max_length=200, error_messages={"required": "Nommez ce poste, ou retirez la ligne."}
    )
    financeur = forms.ChoiceField(label="Financeur", required=False)
    prevu = montant("Prévu (€)")
    depense = montant("Dépensé (€)")

    def complete(self) -> None:
        """Give the fields their choices."""
        self.fields["financeur"].choices = [("", "Non précisé"), *self.reserve.partenaires]  # type: ignore[attr-defined]

    def clean_prevu(self) -> Any:
        """Read nothing as zero."""
        return self.cleaned_data["prevu"] or 0

    def clean_depense(self) -> Any:
        """Read nothing as zero."""
        return self.cleaned_data["depense"] or 0


class IndicateurForm(PieceForm):
    """One indicateur; a computed one is bound to a measure, whose filters and parameters become fields."""

    schema = c.INDICATEUR
    libelle = forms.CharField(
        label="Signe que l’on pourra observer",
        max_length=300,
        error_messages={"required": "Écrivez le signe que l’on pourra observer, ou retirez cet indicateur."},
    )
    type = forms.ChoiceField(
        label="D’où vient sa valeur ?", choices=TypeIndicateur.choices, initial=TypeIndicateur.QUALITATIF
    )
    mesure = forms.ChoiceField(
        label="Mesure",
        required=False,
        error_messages={"invalid_choice": "Cette mesure n’existe pas ou n’existe plus : choisissez-en une autre."},
    )
    sens_cible = forms.ChoiceField(label="Sens de la cible", choices=SensCible.choices, initial=SensCible.AU_MOINS)
    cible = forms.DecimalField(
        label="Cible", required=False, max_digits=12, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip

    def complete(self) -> None:
        """Add the filters and parameters of the measure that is chosen."""
        self.fields["mesure"].choices = self.reserve.mesures  # type: ignore[attr-defined]
        posted = self.data.get(self.add_prefix("mesure")) if self.is_bound else None
        self.show_mesure(posted if posted is not None else self.initial.get("mesure", ""))

    def fill(self, data: QueryDict) -> None:
        """Show what was typed, with the fields of the measure typed."""
        self.show_mesure(data.get(self.add_prefix("mesure"), ""))
        super().fill(data)

    def show_mesure(self, cle: str) -> None:
        """Make a measure's filters and parameters the form's fields."""
        for nom in [nom for nom in self.fields if nom.startswith(("filtre_", "param_"))]:
            del self.fields[nom]
        self.mesure_choisie = find_mesure(cle)
        if self.mesure_choisie is None:
            return
        for nom, filtre in self.mesure_choisie.filtres.items():
            self.fields[f"filtre_{nom}"] = forms.MultipleChoiceField(
                label=filtre.libelle,
                required=False,
                choices=self.reserve.filtre(filtre),
                widget=forms.CheckboxSelectMultiple,
            )
        for nom, parametre in self.mesure_choisie.parametres.items():
            self.fields[f"param_{nom}"] = _parametre_field(parametre)

    @property
    def champs_filtre(self) -> list[tuple[forms.BoundField, int]]:
        """Return the fields of the filters, with how many values each keeps."""
        return [(self[nom], len(self[nom].value() or [])) for nom in self.fields if nom.startswith("filtre_")]

    @property
    def champs_parametre(self) -> list[forms.BoundField]:
        """Return the fields of the parameters."""
        return [self[nom] for nom in self.fields if nom.startswith("param_")]

    @classmethod
    def initial_of(cls, item: c.Contenu) -> dict[str, Any]:
        """Return what the fields show of a stored indicateur."""
        liaison = item["liaison"]
        return {
            **super().initial_of(item),
            "type": liaison["type"],
            "mesure": liaison["mesure"],
            **{f"filtre_{nom}": valeurs for nom, valeurs in liaison["filtres"].items()},
            **{f"param_{nom}": valeur for nom, valeur in liaison["parametres"].items()},
        }

    def clean(self) -> dict[str, Any]:
        """Ask for a measure when the application computes; check its parameters as the engine will."""
        cleaned = super().clean() or {}
        computed = cleaned.get("type") == TypeIndicateur.CALCULE
        if computed and not cleaned.get("mesure") and "mesure" not in self.errors:
            self.add_error("mesure", "Choisissez la mesure qui donnera la valeur.")
        if computed and self.mesure_choisie is not None:
            for nom, parametre in self.mesure_choisie.parametres.items():
                try:
                    cleaned[f"param_{nom}"] = parametre.clean(cleaned.get(f"param_{nom}"))
                except DemandeInvalide as refus:
                    self.add_error(f"param_{nom}", str(refus).replace("'", "’"))
        return cleaned

    def content(self) -> c.Contenu:
        """Return the cleaned fields, the measure with its filters and parameters as one thing."""
        cleaned = self.cleaned_data
        computed = cleaned["type"] == TypeIndicateur.CALCULE
        liaison = {
            "type": cleaned["type"],
            "mesure": cleaned["mesure"] if computed else "",
            "filtres": _begin_with("filtre_", cleaned),
            "parametres": {
                nom: list(valeur) if isinstance(valeur, tuple) else valeur
                for nom, valeur in _begin_with("param_", cleaned).items()
                if valeur is not None
            },
        }
        return {
            "libelle": c.canonical(cleaned["libelle"], "texte"),
            "liaison": c.canonical_liaison(liaison),
            "sens_cible": cleaned["sens_cible"],
            "cible": c.canonical(cleaned["cible"], "nombre"),
        }


def _begin_with(debut: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    return {nom.removeprefix(debut): valeur for nom, valeur in cleaned.items() if nom.startswith(debut)}


def _parametre_field(parametre: Any) -> forms.Field:
    """Return the field of a measure's parameter; left empty, it takes its default."""
    choix = [(str(cle), str(label)) for cle, label in parametre.choix()] if parametre.choix else []
    common = {"label": parametre.libelle, "required": False, "help_text": parametre.aide}
    if parametre.type == "choix_multiple":
        return forms.MultipleChoiceField(choices=choix, widget=forms.CheckboxSelectMultiple, **common)
    if parametre.type == "choix":
        defaut = [] if parametre.defaut is not None else [("", "Celle en vigueur")]
        return forms.ChoiceField(choices=[*defaut, *choix], initial=parametre.defaut, **common)
    return forms.IntegerField(
        min_value=parametre.minimum, max_value=parametre.maximum, initial=parametre.defaut, **common
    )


# --- The whole form --------------------------------------------------------------------------------


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
            (self.cle.startswith("n") or isinstance(self.form, LigneForm))
            and not any(self.form[nom].value() for nom in self.form.fields if nom in _TYPED)
            and all(enfant.retire or enfant.is_blank for enfants in self.enfants.values() for enfant in enfants)
        )


_TYPED = {"titre", "echeance", "quoi", "quand", "qui", "comment", "libelle", "cible", "prevu", "depense"}
_FORMS: dict[str, type[PieceForm]] = {
    "etapes": EtapeForm,
    "lignes": LigneForm,
    "criteres": CritereForm,
    "indicateurs": IndicateurForm,
    "budget": LigneBudgetForm,
}


@dataclass(frozen=True)
class Erreur:
    """One thing to correct: where it is, in words and on the page."""

    ou: str
    ancre: str
    message: str


class Saisie:
    """The form of a fiche: made from what is stored, or from what was posted."""

    def __init__(self, fiche: FicheAction, fabrique: "_Fabrique", form: FicheForm) -> None:
        self.fiche, self.form = fiche, form
        self.etapes = fabrique.liste("etapes", c.FICHE.branches[0])
        self.criteres = fabrique.liste("criteres", c.FICHE.branches[1])
        self.budget = fabrique.liste("budget", c.FICHE.branches[2])
        self.fabrique = fabrique

    @classmethod
    def stored(cls, fiche: FicheAction, contenu: c.Contenu) -> "Saisie":
        """Return the form of what is stored."""
        reserve = Reserve(fiche)
        form = FicheForm(reserve=reserve, initial=FicheForm.initial_of(contenu))
        return cls(fiche, _FabriqueStockee(reserve, contenu), form)

    @classmethod
    def posted(cls, fiche: FicheAction, data: QueryDict) -> "Saisie":
        """Return the form as posted, to be judged."""
        reserve = Reserve(fiche)
        return cls(fiche, _FabriquePostee(reserve, data, judged=True), FicheForm(data, reserve=reserve))

    @classmethod
    def kept(cls, fiche: FicheAction, data: QueryDict) -> "Saisie":
        """Return the form as typed, not judged: a draft, or a form that only changed shape."""
        reserve = Reserve(fiche)
        form = FicheForm(reserve=reserve)
        form.fill(data)
        return cls(fiche, _FabriquePostee(reserve, data, judged=False), form)

    def blank(self, liste: str) -> Noeud:
        """Return an empty item, whose key the page's script replaces."""
        return self.fabrique.blank(liste)

    def nodes(self) -> Iterator[Noeud]:
        """Return every item that is kept."""
        pending = [*self.etapes, *self.criteres, *self.budget]
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
    def commencees(self) -> dict[str, bool]:
        """Tell for each part of the page whether something is written in it."""
        champs = self.form
        return {
            "action": any(champs[nom].value() for nom in ("titre", "but", "resume", "calendrier", "recurrence")),
            "qui": any(champs[nom].value() for nom in ("coordonne", "realise", "partenaires_texte", *c.LISTES)),
            "etapes": bool(self.etapes),
            "evaluation": bool(self.criteres) or bool(champs["evaluation_comment"].value()),
            "budget": bool(self.budget),
            "suites": any(champs[nom].value() for nom in ("vigilance", "perspectives")),
        }

    def contenu(self) -> c.Contenu:
        """Return the content typed, once valid."""
        return {
            "cle": str(self.fiche.pk),
            **self.form.content(),
            "etapes": _contents(self.etapes),
            "criteres": _contents(self.criteres),
            "budget": _contents(self.budget),
        }


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
    }
    nom = noms[noeud.liste.rsplit("-", 1)[-1]]
    return f"{_place(noeud.parent)}, {nom}" if noeud.parent else nom


class _Fabrique:
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


class _FabriqueStockee(_Fabrique):
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


class _FabriquePostee(_Fabrique):
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


# --- Changing the shape without script -------------------------------------------------------------


def change_shape(data: QueryDict, operation: str) -> QueryDict:
    """
    Return the posted form after `operation`: add, move, remove, put back.

    An operation that means nothing changes nothing; "mesure" only shows the form again, with the measure's fields.
    """
    geste, _, reste = operation.partition("|")
    chemin, _, cle = reste.partition("|")
    data = data.copy()
    keys = posted_keys(data, chemin)
    if not _LISTE.fullmatch(chemin):
        return data
    if geste == "ajouter":
        _add(data, chemin, keys)
    elif cle in keys and geste in _PAS:
        _shift(data, chemin, keys, keys.index(cle), _PAS[geste])
    elif cle in keys and geste in ("retirer", "remettre"):
        data[f"{chemin}-{cle}-retire"] = "1" if geste == "retirer" else ""
    return data


_LISTE = re.compile(r"etapes|criteres|budget|etapes-[a-zA-Z0-9-]{1,40}-lignes|criteres-[a-zA-Z0-9-]{1,40}-indicateurs")
_PAS = {"monter": -1, "descendre": 1}


def _add(data: QueryDict, chemin: str, keys: list[str]) -> None:
    new = next(f"n{rang}" for rang in range(1, PLAFOND + 2) if f"n{rang}" not in keys)
    data.setlist(chemin, [*keys, new])
    if chemin == "etapes":  # a step is opened with a first line
        data.setlist(f"etapes-{new}-lignes", ["n1"])


def _shift(data: QueryDict, chemin: str, keys: list[str], place: int, step: int) -> None:
    if 0 <= place + step < len(keys):
        keys[place], keys[place + step] = keys[place + step], keys[place]
        data.setlist(chemin, keys)


def indicateur_form(fiche: FicheAction, prefixe: str, data: QueryDict) -> IndicateurForm | None:
    """Return the form of one indicateur, to show the fields of the measure just chosen; None for an odd prefix."""
    if not _PREFIXE.fullmatch(prefixe):
        return None
    form = IndicateurForm(reserve=Reserve(fiche), prefix=prefixe)
    form.fill(data)
    return form
