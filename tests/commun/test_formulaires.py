"""What every form shares."""

import pytest
from django import forms
from django.template import Context, Template

from commun.formulaires import DateSaisie, FormulaireMixin


class Fiche(FormulaireMixin, forms.Form):
    nom = forms.CharField(label="Nom", help_text="Comme sur la pièce d’identité.")
    naissance = forms.DateField(label="Né·e le", widget=DateSaisie())
    montant = forms.DecimalField(label="Montant", required=False)
    places = forms.IntegerField(label="Places", required=False, max_value=2000)
    lieu = forms.ChoiceField(label="Lieu", choices=[("a", "A")], required=False)


def html(form: forms.Form) -> str:
    return Template("{% load crispy_forms_filters %}{{ form|crispy }}").render(Context({"form": form}))


def test_no_list_begins_with_dashes():
    class Tirets(FormulaireMixin, forms.Form):
        motif = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
        lieu = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
        dit = forms.ChoiceField(choices=[("", "Aucun en particulier"), ("a", "A")], required=False)

    blancs = [form_field.choices[0][1] for form_field in Tirets().fields.values()]
    assert blancs == ["Aucun choix", "Choisissez", "Aucun en particulier"]


@pytest.mark.parametrize("saisie", ["03/05/2008", "3/5/2008", "03052008", "03.05.2008", "2008-05-03"])
def test_a_birth_date_is_read_as_people_write_it(saisie):
    form = Fiche({"nom": "Ba", "naissance": saisie})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["naissance"].isoformat() == "2008-05-03"


def test_what_passes_a_limit_is_said_plainly_with_the_limit():
    class Limites(FormulaireMixin, forms.Form):
        nom = forms.CharField(max_length=80)
        places = forms.IntegerField(min_value=1, max_value=2000)

    form = Limites({"nom": "x" * 10_000, "places": "-3"})
    assert form.errors["nom"] == ["C’est trop long\u00a0: 80 caractères au plus, et vous en avez écrit 10000."]
    assert form.errors["places"] == ["C’est trop petit\u00a0: 1 au moins."]
    assert Limites({"nom": "x", "places": "9999"}).errors["places"] == ["C’est trop grand\u00a0: 2000 au plus."]


@pytest.mark.parametrize("saisie", ["31/02/2007", "31.2.2007", "32/13/2026", " 2007-02-31 "])
def test_a_day_that_no_calendar_has_is_said_to_be_wrong_and_not_its_writing(saisie):
    form = Fiche({"nom": "Ba", "naissance": saisie})
    jour = {" 2007-02-31 ": "31/02/2007"}.get(saisie, saisie)
    assert form.errors["naissance"] == [f"Le {jour} n’existe pas\u00a0: vérifiez le jour et le mois."]
    assert saisie.strip() in html(form)


@pytest.mark.parametrize("saisie", ["03/05/0201", "01/01/0001", "31/12/9999", "2999-01-01", "03/05/1850"])
def test_a_slip_in_the_year_is_said_beside_the_date(saisie):
    form = Fiche({"nom": "Ba", "naissance": saisie})
    assert form.errors["naissance"] == ["Vérifiez l’année : elle doit être entre 1900 et 2100."]
    assert f'value="{saisie}"' in html(form)


def test_numbers_are_read_in_french():
    form = Fiche({"nom": "Ba", "naissance": "03/05/2008", "montant": "1 234,50", "places": "1\u202f200"})
    assert form.is_valid(), form.errors
    assert (str(form.cleaned_data["montant"]), form.cleaned_data["places"]) == ("1234.50", 1200)


def test_an_error_is_beside_its_field_and_on_top_and_nothing_typed_is_lost():
    page = html(Fiche({"nom": "", "naissance": "31/02/2009", "places": "douze", "lieu": "mars"}))
    assert "Il reste 4 points à corriger" in page
    assert '<a href="#id_nom">' in page
    assert 'aria-describedby="id_nom_helptext id_nom_error"' in page
    assert 'id="id_nom_error"' in page
    assert 'value="31/02/2009"' in page
    assert 'value="douze"' in page
    assert "Choisissez une réponse de la liste." in page


def test_a_long_text_is_never_cut_without_a_word():
    class Note(FormulaireMixin, forms.Form):
        note = forms.CharField(max_length=1000, widget=forms.Textarea)

    form = Note({"note": "x" * 1500})
    page = html(form)
    assert "maxlength" not in page
    assert "x" * 1500 in page
    assert "1500" in form.errors["note"][0]


def test_optional_fields_are_said_optional_and_the_browser_stays_quiet():
    page = html(Fiche())
    assert page.count("(facultatif)") == 3
    assert " required" not in page
    assert 'aria-required="true"' in page


def test_a_message_written_in_the_form_stays():
    class Autre(FormulaireMixin, forms.Form):
        age = forms.IntegerField(error_messages={"invalid": "Quel âge ?"})

    assert Autre({"age": "x"}).errors["age"] == ["Quel âge ?"]


def test_no_choice_is_said_in_words_and_signs_stay_with_their_words():
    class Demande(FormulaireMixin, forms.Form):
        sorte = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], label="Quelle sorte ?")
        suite = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False, help_text="Dire « oui »")

    form = Demande()
    assert [next(iter(form.fields[name].choices))[1] for name in form.fields] == ["Choisissez", "Aucun choix"]
    assert form.fields["sorte"].label == "Quelle sorte\u00a0?"
    assert form.fields["suite"].help_text == "Dire «\u00a0oui\u00a0»"
