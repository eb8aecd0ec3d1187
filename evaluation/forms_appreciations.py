"""What people type about an indicateur that they judge: its state, why, the words of those concerned."""

import datetime
from typing import Any

from django import forms

from commun.formulaires import DateCalendrier, FormulaireMixin
from evaluation.choix import AccordCitation, EtatAppreciation, OrigineCitation
from evaluation.models import AppreciationIndicateur, Citation
from evaluation.models.appreciations import LONGUEUR_CITATION, LONGUEUR_LECTURE
from evaluation.services.appreciations import Appreciee, CitationVoulue
from jeunes import vigilance
from jeunes.prenoms import names_in

LIGNES_VIDES, CITATIONS_MAXIMUM = 3, 20
PREFIXE = "citations"
# What leads straight to a person has no place in a text that will be read outside.
JAMAIS = (*vigilance.REFUSES, vigilance.Motif.TELEPHONE, vigilance.Motif.EMAIL)
GARDER, RETIRER, EFFACER = "garder", "retirer", "effacer"


def check_text(texte: str) -> str:
    """Return a text without control characters; refuse numbers and addresses of people."""
    trouves = [motif for motif in vigilance.examine(texte).motifs if motif in JAMAIS]
    if trouves:
        articles = [f"une {motif}" if motif == vigilance.Motif.EMAIL else f"un {motif}" for motif in trouves]
        raise forms.ValidationError(
            f"Ce texte semble contenir {' et '.join(articles)}. Retirez-le : ce texte sera lu hors de la maison."
        )
    return texte


class AppreciationForm(FormulaireMixin, forms.Form):
    """The state of an indicateur on a day, and why; a correction says why."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    etat = forms.ChoiceField(label="Où en est-on ?", choices=EtatAppreciation.choices, widget=forms.RadioSelect)
    texte = forms.CharField(
        label="Qu’est-ce qui vous fait dire cela ?",
        max_length=LONGUEUR_LECTURE,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Les faits, ce qui a changé, ce qui manque. Ce texte paraît dans le bilan : n’y nommez personne.",
    )
    jour = forms.DateField(label="Apprécié le", widget=DateCalendrier)
    depuis = forms.DateField(
        label="Ce qui s’est passé depuis le",
        required=False,
        widget=DateCalendrier,
        help_text="Le début de la période que vous regardez.",
    )
    lu_par = forms.CharField(
        label="Qui a apprécié ?",
        required=False,
        max_length=200,
        help_text="Un groupe, pas un nom : équipe du camion, commission de suivi.",
    )
    motif = forms.CharField(label="Pourquoi cette correction ?", max_length=100)
    relu = forms.BooleanField(
        label="J’ai relu : rien dans ces textes ne permet de reconnaître quelqu’un.", required=False
    )

    def __init__(
        self, *args: Any, appreciation: AppreciationIndicateur | None, today: datetime.date, **kwargs: Any
    ) -> None:
        self.today = today
        self.soupcons: list[str] = []
        super().__init__(*args, **kwargs)
        if appreciation is None:
            del self.fields["motif"]

    def clean_texte(self) -> str:
        """Refuse what leads straight to a person."""
        return check_text(self.cleaned_data["texte"])

    def clean_jour(self) -> datetime.date:
        """Refuse a day to come."""
        jour: datetime.date = self.cleaned_data["jour"]
        if jour > self.today:
            raise forms.ValidationError("Ce jour n’est pas encore venu.")
        return jour

    def clean(self) -> dict[str, Any]:
        """Refuse a period that begins after it ends."""
        cleaned = super().clean() or {}
        jour, depuis = cleaned.get("jour"), cleaned.get("depuis")
        if jour and depuis and depuis > jour:
            self.add_error("depuis", "Cette date vient après le jour de l’appréciation.")
        return cleaned

    def reread(self, citations: list[CitationVoulue]) -> bool:
        """Ask once to read again what seems to point at somebody; return whether all may be written."""
        textes = [self.cleaned_data.get("texte", ""), self.cleaned_data.get("lu_par", "")]
        textes += [citation.mots for citation in citations if citation.suite == GARDER]
        noms = [f"« {nom} »" for nom in names_in(textes)]
        sujets = sorted({motif for texte in textes for motif in vigilance.examine(texte).a_reformuler})
        self.soupcons = [*noms, *sujets]
        if not self.soupcons or self.cleaned_data.get("relu"):
            return True
        dit = []
        if noms:
            dit.append(f"semblent nommer quelqu’un ({', '.join(noms)})")
        if sujets:
            dit.append(f"semblent parler de {', '.join(sujets)}")
        self.add_error(
            "relu",
            f"Ces textes {' et '.join(dit)}. Écrivez « un jeune », « une entreprise »… ou cochez la case après avoir "
            "relu.",
        )
        return False

    @property
    def montre_relu(self) -> bool:
        """Tell whether the box is shown: an unneeded one is one more thing to read."""
        return bool(self.soupcons) or bool(self.is_bound and self.data.get("relu"))

    def lue(self) -> Appreciee:
        """Return what was typed."""
        data = self.cleaned_data
        etat = EtatAppreciation(data["etat"])
        return Appreciee(data["jour"], etat, data["texte"], data["lu_par"], data["depuis"])


class CitationForm(FormulaireMixin, forms.Form):
    """Words of somebody; without words the line is left out."""

    cle = forms.UUIDField(required=False, widget=forms.HiddenInput)
    mots = forms.CharField(
        label="Ses mots", max_length=LONGUEUR_CITATION, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    de = forms.ChoiceField(label="De qui", choices=[("", "Choisissez"), *OrigineCitation.choices], required=False)
    accord = forms.ChoiceField(label="Accord", choices=[("", "Choisissez"), *AccordCitation.choices], required=False)
    suite = forms.ChoiceField(
        label="Cette citation",
        choices=[
            (GARDER, "Reste"),
            (RETIRER, "Se retire, ses mots restent lisibles par l’équipe"),
            (EFFACER, "S’efface : la personne reprend ses mots"),
        ],
        required=False,
        initial=GARDER,
    )

    def clean_mots(self) -> str:
        """Return the words without the quotation marks that the page adds, and refuse what leads to a person."""
        return check_text(self.cleaned_data["mots"].strip().strip('«»“”"').strip())

    def clean(self) -> dict[str, Any]:
        """Ask whose words they are, and by what right they are quoted."""
        cleaned = super().clean() or {}
        connue = bool(cleaned.get("cle"))
        if cleaned.get("suite") in (RETIRER, EFFACER) and connue:
            return cleaned
        if connue and "mots" not in self.errors and not cleaned.get("mots"):
            self.add_error("mots", "Pour retirer cette citation, choisissez-le dessous : il faut dire pourquoi.")
        if cleaned.get("mots"):
            if not cleaned.get("de"):
                self.add_error("de", "Dites de qui viennent ces mots, sans nom.")
            if not cleaned.get("accord"):
                self.add_error("accord", "Dites si la personne accepte d’être citée.")
        return cleaned


class BaseCitationFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The quotations of an appreciation."""

    def voulues(self) -> list[CitationVoulue]:
        """Return the lines that have words, in their order on the page."""
        return [
            CitationVoulue(
                data.get("mots", ""),
                OrigineCitation(data.get("de") or OrigineCitation.AUTRE),
                AccordCitation(data.get("accord") or AccordCitation.MAISON),
                cle=data.get("cle"),
                suite=data.get("suite") or GARDER,
            )
            for data in (form.cleaned_data for form in self.forms)
            if data.get("mots") or data.get("cle")
        ]


CitationFormSet = forms.formset_factory(
    CitationForm, formset=BaseCitationFormSet, extra=LIGNES_VIDES, max_num=CITATIONS_MAXIMUM, validate_max=True
)


def build_citations(
    appreciation: AppreciationIndicateur | None, data: Any = None, *, brouillon: Any = None
) -> BaseCitationFormSet:
    """Return the quotations as a form: what was posted, what was being typed, or those that stand and empty lines."""
    if data is not None:
        return _formset(data)
    if brouillon is not None and f"{PREFIXE}-TOTAL_FORMS" in brouillon:
        # Read, not validated: somebody who comes back is not scolded for what is not finished.
        typed = [{nom: form[nom].value() for nom in form.fields} for form in _formset(brouillon).forms]
        return _formset(initial=[ligne for ligne in typed if ligne["mots"] or ligne["cle"]])
    return _formset(initial=[_initial(c) for c in appreciation.citations.valables()] if appreciation else [])  # type: ignore[attr-defined]


def rebuild_citations(appreciation: AppreciationIndicateur, voulues: list[CitationVoulue]) -> BaseCitationFormSet:
    """Return what was typed over what somebody else has just saved; words taken back meanwhile do not come again."""
    rows = list(appreciation.citations.order_by("ordre", "pk"))  # type: ignore[attr-defined]
    lignee_de = {row.pk: row.lignee for row in rows}
    typed = {lignee_de[v.cle]: v for v in voulues if v.cle in lignee_de}
    initial = []
    for row in rows:
        if row.retiree_le is None:
            mien = typed.get(row.lignee)
            initial.append({**_initial(row), **_typed(mien)} if mien and mien.mots else _initial(row))
    initial += [_typed(voulue) for voulue in voulues if voulue.cle is None]
    return _formset(initial=initial)


def _formset(data: Any = None, *, initial: list[dict[str, Any]] | None = None) -> BaseCitationFormSet:
    citations: BaseCitationFormSet = CitationFormSet(data, initial=initial, prefix=PREFIXE)  # type: ignore[assignment]
    if initial:
        citations.extra = 2  # type: ignore[attr-defined]
    return citations


def _initial(citation: Citation) -> dict[str, Any]:
    return {
        "cle": citation.pk,
        "mots": citation.mots,
        "de": citation.de,
        "accord": citation.accord,
        "suite": GARDER,
    }


def _typed(voulue: CitationVoulue) -> dict[str, Any]:
    return {"mots": voulue.mots, "de": voulue.de, "accord": voulue.accord, "suite": voulue.suite}


class RetraitAppreciationForm(FormulaireMixin, forms.Form):
    """Why an appreciation is withdrawn."""

    motif = forms.CharField(
        label="Pourquoi cette appréciation est-elle retirée ?",
        max_length=100,
        help_text="Elle ne comptera plus ; elle reste lisible.",
    )
