"""Indicateurs without a number: people judge them, say why, and quote those concerned without naming them."""

import datetime
import json
from dataclasses import replace

import jsonschema
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from commun.dates import add_months
from evaluation.bilans.lecture import fiches_de, indicateurs_de
from evaluation.bilans.presentation import presenter
from evaluation.bilans.schema import build_schema
from evaluation.choix import AccordCitation, EtatAppreciation, OrigineCitation
from evaluation.models import AppreciationIndicateur, Citation
from evaluation.services import bilan as services
from evaluation.services.appreciations import (
    Appreciee,
    CitationVoulue,
    correct_appreciation,
    withdraw_appreciation,
    write_appreciation,
)
from evaluation.services.comparaison import compare_bilan
from tests.factories import (
    AppreciationFactory,
    BilanFactory,
    CitationFactory,
    CritereFactory,
    FicheActionFactory,
    IndicateurFactory,
    JeuneFactory,
    ProjetAssociatifFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db
DEMAIN = timezone.localdate() + datetime.timedelta(days=1)


@pytest.fixture
def projet():
    return ProjetAssociatifFactory(debut=add_months(timezone.localdate().replace(day=1), -6), actif=True)


@pytest.fixture
def retours(projet):
    fiche = FicheActionFactory(objectif__objectif_general__projet=projet, titre="Camion mobile", statut="en_cours")
    return IndicateurFactory(
        critere=CritereFactory(fiche=fiche), type="qualitatif", mesure="", libelle="Retours des mairies"
    )


@pytest.fixture
def conseillere(client):
    conseillere = UtilisateurFactory(role="conseiller")
    client.force_login(conseillere)
    return conseillere


@pytest.fixture
def diane():
    return UtilisateurFactory(role="direction")


def saisie(*citations, **champs):
    """Return what the form posts: an appreciation and its quotations (words, whose, agreement, more)."""
    data = {
        "etat": "en_partie",
        "texte": "Trois mairies sur cinq prêtent une salle.",
        "jour": timezone.localdate().isoformat(),
        "depuis": "",
        "lu_par": "Équipe du camion",
        "version": "0",
        "citations-TOTAL_FORMS": str(len(citations)),
        "citations-INITIAL_FORMS": str(sum("cle" in citation for citation in citations)),
    }
    for rang, citation in enumerate(citations):
        data |= {f"citations-{rang}-{nom}": valeur for nom, valeur in citation.items()}
    return data | champs


def mots(texte, de="collectivite", accord="accord", **plus):
    return {"mots": texte, "de": de, "accord": accord, **plus}


def ecrire(indicateur):
    return reverse("evaluation:appreciation-create", args=[indicateur.pk])


def corriger(appreciation):
    return reverse("evaluation:appreciation-update", args=[appreciation.pk])


# --- Written -------------------------------------------------------------------------------------------------------


def test_a_counsellor_judges_an_indicateur_and_quotes_a_mayor(client, conseillere, retours):
    reponse = client.post(ecrire(retours), saisie(mots("« On l’attend le mercredi. »"), {"mots": ""}))
    assert reponse.status_code == 302
    appreciation = AppreciationIndicateur.objects.get()
    assert (appreciation.etat, appreciation.saisi_par, appreciation.indicateur) == ("en_partie", conseillere, retours)
    citation = Citation.objects.get()
    # The page adds the quotation marks.
    assert (citation.mots, citation.de, citation.accord) == ("On l’attend le mercredi.", "collectivite", "accord")
    page = client.get(reverse("evaluation:indicateur-detail", args=[retours.pk])).content.decode()
    assert "Atteint en partie" in page
    assert "On l’attend le mercredi." in page


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"etat": ""}, "Ce champ est obligatoire."),
        ({"texte": ""}, "Ce champ est obligatoire."),
        ({"jour": "32/13/2026"}, "Le 32/13/2026 n’existe pas"),
        ({"jour": DEMAIN.isoformat()}, "Ce jour n’est pas encore venu."),
        ({"depuis": timezone.localdate().isoformat(), "jour": "2026-01-01"}, "Cette date vient après le jour"),
        ({"texte": "x" * 4001}, "4000"),
        ({"texte": "Appeler le 06 12 34 56 78"}, "un numéro de téléphone"),
        ({"texte": "Écrire à camille@exemple.org"}, "une adresse e-mail"),
        ({"texte": "\x00"}, "caractère"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client, conseillere, retours, champs, message
):
    page = client.post(ecrire(retours), saisie(mots("On l’attend."), **champs)).content.decode()
    assert message in page.replace("&#x27;", "'")
    assert "On l’attend." in page
    assert not AppreciationIndicateur.objects.exists()


@pytest.mark.parametrize(
    ("citation", "message"),
    [
        (mots("On l’attend.", de=""), "Dites de qui viennent ces mots"),
        (mots("On l’attend.", accord=""), "Dites si la personne accepte"),
        (mots("x" * 601), "600"),
        (mots("Mon numéro : 0612345678"), "un numéro de téléphone"),
    ],
)
def test_a_quotation_says_whose_it_is_and_by_what_right(client, conseillere, retours, citation, message):
    assert message in client.post(ecrire(retours), saisie(citation)).content.decode()
    assert not Citation.objects.exists()


@pytest.mark.parametrize(
    "texte",
    ["Sarah dit qu’elle reviendra.", "Madame Lebrun trouve le camion utile.", "Plusieurs parlent de leur grossesse."],
)
def test_what_points_at_somebody_is_read_again_before_it_is_kept(client, conseillere, retours, texte):
    JeuneFactory(prenom="Sarah", nom="Belkacem")
    page = client.post(ecrire(retours), saisie(mots(texte, de="jeune"))).content.decode()
    assert "cochez la case après avoir relu" in page
    assert not AppreciationIndicateur.objects.exists()
    client.post(ecrire(retours), saisie(mots(texte, de="jeune"), relu="on"))
    assert Citation.objects.get().mots == texte


def test_a_town_that_is_also_a_first_name_is_not_somebody(client, conseillere, retours):
    jeune = JeuneFactory(prenom="Chantelle")
    jeune.commune.nom = "Chantelle"
    jeune.commune.nom_normalise, jeune.commune.du_territoire = "chantelle", True
    jeune.commune.save()
    client.post(ecrire(retours), saisie(texte="Le camion passe à Chantelle."))
    assert AppreciationIndicateur.objects.exists()


def test_what_was_being_typed_comes_back_without_being_scolded(client, conseillere, retours):
    jeton = client.get(ecrire(retours)).context["brouillon"].jeton
    client.post(reverse("comptes:brouillon"), saisie(mots("On l’att", de=""), texte="Trois mai", brouillon_jeton=jeton))
    page = client.get(ecrire(retours)).content.decode()
    assert "Trois mai" in page
    assert "On l’att" in page
    assert "Dites de qui" not in page


def test_a_figure_is_not_judged(client, conseillere, projet):
    calcule = IndicateurFactory(critere__fiche__objectif__objectif_general__projet=projet)
    assert client.get(ecrire(calcule)).status_code == 404


# --- Corrected, withdrawn, taken back ------------------------------------------------------------------------------


def test_a_correction_keeps_what_was_said_with_its_reason(client, conseillere, retours):
    appreciation = AppreciationFactory(indicateur=retours)
    client.post(corriger(appreciation), saisie(etat="atteint", motif="Deux mairies ont répondu depuis"))
    appreciation.refresh_from_db()
    assert appreciation.etat == "atteint"
    avant = appreciation.history.earliest()
    apres = appreciation.history.latest()
    assert (avant.etat, apres.history_change_reason) == ("en_partie", "Deux mairies ont répondu depuis")
    assert "Deux mairies ont répondu depuis" in client.get(appreciation.get_absolute_url()).content.decode()


def test_who_only_reads_is_told_that_an_appreciation_was_corrected(client, conseillere, carole, retours):
    appreciation = AppreciationFactory(indicateur=retours)
    pages = (appreciation.get_absolute_url(), reverse("evaluation:indicateur-detail", args=[retours.pk]))
    assert not any("corrigé depuis" in client.get(url).content.decode() for url in pages)
    client.post(corriger(appreciation), saisie(etat="atteint", motif="Deux mairies ont répondu depuis"))
    client.force_login(carole)
    for url in pages:
        page = client.get(url).content.decode()
        assert "corrigé depuis" in page
        assert "Deux mairies" not in page


def test_a_correction_without_a_reason_is_asked_for_one(client, conseillere, retours):
    appreciation = AppreciationFactory(indicateur=retours)
    assert client.post(corriger(appreciation), saisie(etat="atteint")).status_code == 200
    assert AppreciationIndicateur.objects.get().etat == "en_partie"


def test_a_corrected_quotation_leaves_the_former_one_withdrawn(client, conseillere, retours):
    citation = CitationFactory(appreciation__indicateur=retours, mots="On attend.")
    client.post(corriger(citation.appreciation), saisie(mots("On l’attend.", cle=str(citation.pk)), motif="Mal noté"))
    assert Citation.objects.valables().get().mots == "On l’attend."
    citation.refresh_from_db()
    assert (citation.mots, citation.motif) == ("On attend.", "Mal noté")


def test_words_taken_back_are_erased_from_every_line_that_held_them(client, conseillere, retours):
    citation = CitationFactory(appreciation__indicateur=retours, mots="Je viens pour le café.")
    url = corriger(citation.appreciation)
    client.post(url, saisie(mots("Je viens pour le thé.", cle=str(citation.pk)), motif="Mal noté"))
    nouvelle = Citation.objects.valables().get()
    client.post(url, saisie(mots("", cle=str(nouvelle.pk), suite="effacer"), motif="Demande du jeune", version="1"))
    assert set(Citation.objects.values_list("mots", flat=True)) == {""}
    page = client.get(citation.appreciation.get_absolute_url()).content.decode()
    assert "café" not in page
    assert "Mots effacés" in page


def test_a_quotation_is_not_emptied_without_saying_so(client, conseillere, retours):
    citation = CitationFactory(appreciation__indicateur=retours)
    page = client.post(corriger(citation.appreciation), saisie(mots("", cle=str(citation.pk)), motif="Vide"))
    assert "choisissez-le dessous" in page.content.decode()


def test_a_withdrawn_one_counts_no_more_and_stays(client, conseillere, retours):
    appreciation = AppreciationFactory(indicateur=retours)
    client.post(reverse("evaluation:appreciation-retirer", args=[appreciation.pk]), {"motif": "Doublon"})
    assert not AppreciationIndicateur.objects.valables().exists()
    assert "est retirée" in client.get(appreciation.get_absolute_url()).content.decode()
    assert client.get(corriger(appreciation)).status_code == 302


def test_of_two_who_correct_at_once_the_second_is_told_and_loses_nothing(client, conseillere, retours):
    citation = CitationFactory(appreciation__indicateur=retours, mots="On l’attend.")
    appreciation = citation.appreciation
    url = corriger(appreciation)
    client.post(url, saisie(mots("", cle=str(citation.pk), suite="effacer"), etat="atteint", motif="Repris"))
    mien = saisie(
        mots("On l’attend !", cle=str(citation.pk)),
        mots("Il est à l’heure."),
        etat="depasse",
        motif="Relu",
        texte="Moi",
    )
    reponse = client.post(url, mien)
    page = reponse.content.decode()
    assert reponse.status_code == 409
    assert "Quelqu’un d’autre a corrigé" in page
    assert "Moi" in page
    assert "Il est à l’heure." in page
    # Words that somebody took back do not come again.
    assert "On l’attend !" not in page
    client.post(url, {**mien, "version": reponse.context["form"].data["version"]})
    appreciation.refresh_from_db()
    assert appreciation.etat == "depasse"
    assert Citation.objects.valables().get().mots == "Il est à l’heure."


def test_the_database_refuses_a_quotation_without_words_and_a_period_upside_down(retours):
    appreciation = AppreciationFactory(indicateur=retours)
    with pytest.raises(IntegrityError), transaction.atomic():
        CitationFactory(appreciation=appreciation, mots="")
    with pytest.raises(IntegrityError), transaction.atomic():
        AppreciationFactory(indicateur=retours, depuis=appreciation.jour + datetime.timedelta(days=1))


# --- Read ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "lit", "ecrit"), [("conseiller", True, True), ("commission", False, False)])
def test_words_without_an_agreement_stay_with_the_team(client, retours, role, lit, ecrit):
    client.force_login(UtilisateurFactory(role=role))
    citation = CitationFactory(appreciation__indicateur=retours, mots="Entre nous.", accord="maison")
    for url in (reverse("evaluation:indicateur-detail", args=[retours.pk]), citation.appreciation.get_absolute_url()):
        assert ("Entre nous." in client.get(url).content.decode()) is lit
    assert (client.get(ecrire(retours)).status_code == 200) is ecrit


def test_the_page_of_the_fiche_says_what_people_said(client, conseillere, retours):
    CitationFactory(appreciation__indicateur=retours)
    page = client.get(retours.critere.fiche.get_absolute_url()).content.decode()
    assert "Ce qu’en disent les personnes" in page
    assert "Le camion, on l’attend le mercredi." in page


def test_a_partner_who_reads_the_fiche_does_not_read_what_people_said(client, retours):
    client.force_login(UtilisateurFactory(role="partenaire"))
    CitationFactory(appreciation__indicateur=retours)
    reponse = client.get(retours.critere.fiche.get_absolute_url())
    assert "on l’attend" not in reponse.content.decode()


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_list_asks_as_much_for_one_as_for_ten(client, conseillere, retours, nombre, django_assert_max_num_queries):
    for rang in range(nombre):
        indicateur = retours if not rang else IndicateurFactory(critere=retours.critere, type="qualitatif", mesure="")
        CitationFactory(appreciation__indicateur=indicateur)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("evaluation:appreciation-list")).content.decode()
    assert page.count("Atteint en partie") == nombre


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_file_holds_each_appreciation_and_only_words_that_may_leave(client, conseillere, retours, format):
    citation = CitationFactory(appreciation__indicateur=retours, mots="=Il passe !")
    CitationFactory(appreciation=citation.appreciation, mots="Entre nous.", accord="maison")
    reponse = client.get(reverse("evaluation:appreciation-export", args=[format]))
    assert reponse.status_code == 200
    if format == "csv":
        texte = reponse.content.decode("utf-8-sig")
        assert "Retours des mairies" in texte
        assert "=Il passe !" in texte
        assert "Entre nous." not in texte


# --- The dashboard -------------------------------------------------------------------------------------------------


def test_what_nobody_judged_has_no_measure_on_the_dashboard(client, diane, retours):
    client.force_login(diane)
    tableau = client.get(reverse("evaluation:tableau")).context["tableau"]
    sujet = next(sujet for sujet in tableau.sujets if sujet.titre == "Indicateurs sans mesure")
    assert [(d.texte, d.precision) for d in sujet.decisions] == [("Retours des mairies", "pas encore apprécié")]
    assert tableau.a_apporter == 0


@pytest.mark.parametrize(("etat", "a_decider"), [("atteint", False), ("non_atteint", True), ("a_discuter", True)])
def test_what_people_judged_not_reached_asks_for_a_decision(client, diane, retours, etat, a_decider):
    client.force_login(diane)
    AppreciationFactory(indicateur=retours, jour="2026-01-02", etat="en_partie")
    AppreciationFactory(indicateur=retours, jour="2026-03-04", etat=etat)
    AppreciationFactory(indicateur=retours, jour="2026-05-06", etat="depasse", retire_le=timezone.now())
    tableau = client.get(reverse("evaluation:tableau")).context["tableau"]
    titres = [sujet.titre for sujet in tableau.sujets]
    assert ("Appréciations à discuter" in titres) is a_decider
    assert "Indicateurs sans mesure" not in titres
    ligne = next(i for bande in tableau.bandes for fiche in bande.fiches for i in fiche.apprecies)
    assert ligne.precision == "apprécié le 04/03/2026"


# --- The bilan -----------------------------------------------------------------------------------------------------


@pytest.fixture
def bilan(projet, retours):
    return BilanFactory(projet=projet, arrete_au=timezone.localdate())


def fige(bilan):
    services.produce_bilan(bilan=bilan)
    bilan.refresh_from_db()
    return bilan


def appreciation_figee(bilan):
    brut = json.loads(bilan.contenu)
    return next(i for fiche in fiches_de(brut) for i in indicateurs_de(fiche))["appreciation"]


def test_a_bilan_freezes_the_last_one_of_its_day_and_only_words_that_may_leave(bilan, retours):
    hier = bilan.arrete_au - datetime.timedelta(days=1)
    citation = CitationFactory(appreciation__indicateur=retours, appreciation__jour=hier, appreciation__etat="atteint")
    CitationFactory(appreciation=citation.appreciation, mots="Entre nous.", accord="maison")
    CitationFactory(appreciation=citation.appreciation, mots="Repris.", retiree_le=timezone.now())
    AppreciationFactory(indicateur=retours, jour="2026-01-02", etat="a_discuter")
    AppreciationFactory(indicateur=retours, jour=hier, etat="depasse", retire_le=timezone.now())
    lue = appreciation_figee(fige(bilan))
    assert (lue["etat"], lue["jour"]) == ("atteint", hier.isoformat())
    assert [c["mots"] for c in lue["citations"]] == ["Le camion, on l’attend le mercredi."]
    assert [p["etat"] for p in lue["precedentes"]] == ["a_discuter"]
    assert "Entre nous." not in bilan.contenu
    jsonschema.validate(json.loads(bilan.contenu), build_schema())


def test_what_nobody_judged_is_frozen_as_such_and_said_on_the_page(client, bilan, diane):
    assert appreciation_figee(fige(bilan)) is None
    client.force_login(diane)
    page = client.get(bilan.get_absolute_url()).content.decode()
    assert "Pas encore apprécié" in page
    assert "Un indicateur n’a ni chiffre ni appréciation" in page.replace("1\xa0indicateur", "Un indicateur")


def test_the_directrice_reads_what_people_said_in_the_bilan(client, bilan, retours, diane):
    CitationFactory(appreciation__indicateur=retours, appreciation__etat="non_atteint")
    fige(bilan)
    client.force_login(diane)
    page = client.get(bilan.get_absolute_url()).content.decode()
    for mots in ("Pas atteint", "Trois mairies sur cinq", "on l’attend le mercredi", "Mairie ou collectivité"):
        assert mots in page


@pytest.mark.parametrize(
    ("geste", "raison"),
    [
        ("ecrire", "Saisie tardive"),
        ("corriger", "Appréciation corrigée le"),
        ("citer", "Relu avec la mairie"),
        ("retirer", "1 appréciation retirée depuis."),
    ],
)
def test_what_moved_since_the_freeze_is_told_with_its_reason(bilan, retours, diane, geste, raison):
    today, now = timezone.localdate(), timezone.now()
    lue = Appreciee(today, EtatAppreciation.EN_PARTIE, "Trois mairies sur cinq.")
    mots = CitationVoulue("On l’attend.", OrigineCitation.COLLECTIVITE, AccordCitation.ACCORD)
    par = {"by": diane, "today": today, "now": now}
    row = write_appreciation(indicateur=retours, lue=lue, citations=[], **par)
    fige(bilan)
    assert compare_bilan(bilan=bilan) == []
    par["now"] = timezone.now()
    correction = {"appreciation": row, "version": 0, "motif": "Relu avec la mairie", **par}
    if geste == "ecrire":
        write_appreciation(indicateur=retours, lue=replace(lue, etat=EtatAppreciation.ATTEINT), citations=[], **par)
    elif geste == "corriger":
        correct_appreciation(lue=replace(lue, etat=EtatAppreciation.ATTEINT), citations=[], **correction)
    elif geste == "citer":
        correct_appreciation(lue=lue, citations=[mots], **correction)
    else:
        withdraw_appreciation(appreciation=row, motif="Doublon", by=diane, now=par["now"])
    (ecart,) = compare_bilan(bilan=bilan)
    assert ecart.quoi == "Retours des mairies"
    assert ecart.fige.startswith("atteint en partie")
    assert ecart.fige != ecart.aujourdhui
    assert raison in ecart.raisons[0].texte.replace("\xa0", " ")


def test_the_final_bilan_says_what_people_concluded_at_the_intermediate_one(projet, retours, bilan):
    AppreciationFactory(indicateur=retours, jour="2026-01-02", etat="a_discuter")
    fige(bilan)
    AppreciationFactory(indicateur=retours, jour="2026-05-02", etat="atteint")
    final = fige(BilanFactory(projet=projet, type="final", arrete_au=timezone.localdate()))
    chapitre = next(c for c in presenter(final.contenu)["chapitres"] if c["cle"] == "evolution")
    partie = next(p for p in chapitre["parties"] if p["titre"] == "Les appréciations")
    assert [ligne[2:] for ligne in partie["lignes"]] == [
        ["À discuter, 2\xa0janvier\xa02026", "Atteint, 2\xa0mai\xa02026"]
    ]
    jsonschema.validate(json.loads(final.contenu), build_schema())
