"""The administratrice at work, in a real browser: a fiche is written, ordered, bound to measures, printed, disputed."""

import pytest
from playwright.sync_api import expect

from comptes.choix import Role
from plans_action.models import Indicateur, LigneEtape
from tests.factories import (
    CritereFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    LieuFactory,
    ObjectifGeneralFactory,
    ObjectifOperationnelFactory,
    ProjetAssociatifFactory,
    QuestionFactory,
    UtilisateurFactory,
)
from tests.navigateur.accessibilite import assert_sans_faute
from tests.navigateur.visite import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fiche(transactional_db):
    """A fiche of the plan with three steps and an indicateur."""
    general = ObjectifGeneralFactory(projet=ProjetAssociatifFactory(), numero=1)
    objectif = ObjectifOperationnelFactory(objectif_general=general, numero=1)
    fiche = FicheActionFactory(objectif=objectif, titre="Camion mobile", but="Rejoindre les jeunes", numero=1)
    for ordre, titre in enumerate(("Cibler", "Chiffrer", "Communiquer")):
        LigneEtape.objects.create(etape=EtapeFactory(fiche=fiche, ordre=ordre, titre=titre), quoi=f"Quoi {ordre}")
    IndicateurFactory(critere=CritereFactory(fiche=fiche))
    return fiche


@pytest.fixture
def ouvrir(live_server, connecter, fiche, adele):
    """Open one page of the fiche as the administratrice."""

    def open_page(suite="", taille="bureau"):
        page = connecter(adele, taille=taille)
        page.goto(f"{live_server.url}/plan/fiches/{fiche.pk}/{suite}")
        return page

    return open_page


def save(page):
    page.locator(".barre-enregistrer").get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()


def titles(fiche):
    return list(fiche.etapes.order_by("ordre").values_list("titre", flat=True))


def step(page, titre):
    return page.locator(f'.item-etape:has(input[value="{titre}"])')


def test_she_adds_a_step_with_two_lines(ouvrir, fiche):
    page = ouvrir("modifier/")
    page.get_by_role("button", name="Ajouter une étape").click()
    new = page.locator(".item-etape").last
    expect(new.get_by_label("Intitulé")).to_be_focused()
    page.keyboard.type("Évaluer")
    expect(new.locator(".item-nom")).to_have_text("Étape 3")
    new.get_by_role("button", name="Ajouter une ligne").click()
    expect(new.get_by_label("Quoi ?")).to_have_count(2)
    new.get_by_label("Quoi ?").first.fill("Réunir l’équipe")
    new.get_by_label("Quand ?").last.fill("À six mois")
    save(page)
    lines = fiche.etapes.get(titre="Évaluer").lignes.values_list("quoi", "quand")
    assert list(lines) == [("Réunir l’équipe", ""), ("", "À six mois")]


def test_she_reorders_by_keyboard_alone(ouvrir, fiche):
    page = ouvrir("modifier/")
    step(page, "Communiquer").locator("[data-poignee]").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-annonce]")).to_have_text("Déplacé en position 1 sur 3.")
    expect(step(page, "Communiquer").locator("[data-poignee]")).to_be_focused()
    step(page, "Cibler").get_by_role("button", name="Descendre cette étape").press("Enter")
    save(page)
    assert titles(fiche) == ["Communiquer", "Chiffrer", "Cibler"]


def test_she_reorders_by_drag(ouvrir, fiche):
    page = ouvrir("modifier/")
    handle = step(page, "Cibler").locator("[data-poignee]")
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    below = step(page, "Communiquer").bounding_box()
    page.mouse.move(start["x"] + 10, below["y"] + below["height"] - 4, steps=25)
    page.mouse.up()
    expect(step(page, "Cibler").locator(".item-nom")).to_have_text("Étape 2")
    save(page)
    assert titles(fiche) == ["Chiffrer", "Communiquer", "Cibler"]


def test_a_removed_step_can_be_put_back(ouvrir, fiche):
    page = ouvrir("modifier/")
    step(page, "Chiffrer").get_by_role("button", name="Retirer cette étape").click()
    expect(page.locator(".est-retire > .item-retire")).to_contain_text("Cette étape sera retirée")
    page.get_by_role("button", name="Annuler le retrait").press("Enter")
    step(page, "Cibler").get_by_role("button", name="Retirer cette étape").click()
    save(page)
    assert titles(fiche) == ["Chiffrer", "Communiquer"]


def test_she_binds_an_indicateur_to_a_measure(ouvrir, fiche):
    lieu = LieuFactory(nom="Arrêt de Lurcy")
    page = ouvrir("modifier/")
    page.get_by_role("button", name="Ajouter un indicateur").click()
    new = page.locator(".item-indicateur").last
    new.get_by_label("Signe que l’on pourra observer").fill("Jeunes reçus au camion")
    expect(new.get_by_label("Mesure")).to_be_hidden()
    new.get_by_label("D’où vient sa valeur ?").select_option("calcule")
    new.get_by_label("Mesure").select_option("jeunes_recus")
    new.locator("summary", has_text="Lieu").first.click()
    new.get_by_label("Arrêt de Lurcy").check()
    expect(new.locator("summary", has_text="Lieu").first).to_contain_text("1 choix")
    new.locator("[name$=-cible]").fill("120,5")
    save(page)
    bound = Indicateur.objects.get(mesure="jeunes_recus")
    assert (bound.filtres, float(bound.cible)) == ({"lieu": [str(lieu.pk)]}, 120.5)
    expect(page.get_by_text("Lieu : Arrêt de Lurcy")).to_be_visible()


def test_she_binds_an_indicateur_to_a_question(ouvrir, fiche):
    question = QuestionFactory(libelle="Êtes-vous content ?")
    page = ouvrir("modifier/")
    indicateur = page.locator(".item-indicateur").first
    indicateur.get_by_label("D’où vient sa valeur ?").select_option("questionnaire")
    expect(indicateur.get_by_label("Mesure")).to_have_value("")  # a measure of accueils answers no question
    indicateur.get_by_label("Mesure").select_option("reponses_favorables")
    indicateur.locator("summary", has_text="Question").first.click()
    indicateur.get_by_label("Êtes-vous content").check()
    save(page)
    bound = Indicateur.objects.get(mesure="reponses_favorables")
    assert (bound.type, bound.filtres) == ("questionnaire", {"question": [str(question.cle)]})
    again = ouvrir("modifier/")
    expect(again.locator(".item-indicateur").first.get_by_label("Mesure")).to_have_value("reponses_favorables")


def test_what_was_typed_survives_a_closed_tab(ouvrir):
    page = ouvrir("modifier/")
    page.get_by_label("Points de vigilance").fill("Ne pas faire double emploi")
    expect(page.get_by_text("Brouillon enregistré à")).to_be_attached()
    page.close()
    again = ouvrir("modifier/")
    expect(again.get_by_label("Points de vigilance")).to_have_value("Ne pas faire double emploi")


def test_two_people_on_one_fiche_choose_between_both_versions(ouvrir, fiche, browser, live_server):
    odile = UtilisateurFactory(prenom="Odile", nom="Garnier", role=Role.ADMINISTRATION)
    mine = ouvrir("modifier/")
    theirs = sign_in_elsewhere(browser, live_server, odile)
    theirs.goto(f"{live_server.url}/plan/fiches/{fiche.pk}/modifier/")
    theirs.get_by_label("Titre").first.fill("Le bus")
    theirs.get_by_label("Points de vigilance").fill("Écrit par Odile")
    save(theirs)
    mine.get_by_label("Titre").first.fill("Le van")
    mine.locator(".barre-enregistrer").get_by_role("button", name="Enregistrer").click()
    expect(mine.get_by_role("heading", name="Deux versions de la fiche")).to_be_visible()
    expect(mine.get_by_text("Odile Garnier a enregistré cette fiche")).to_be_visible()
    assert_sans_faute(mine)
    mine.get_by_role("group", name="Titre").get_by_label("Garder la vôtre").check()
    mine.get_by_role("button", name="Enregistrer ces choix").click()
    expect(mine.get_by_text("La fiche est enregistrée.")).to_be_visible()
    fiche.refresh_from_db()
    assert (fiche.titre, fiche.vigilance) == ("Le van", "Écrit par Odile")


def sign_in_elsewhere(browser, live_server, user):
    from django.test import Client

    client = Client()
    client.force_login(user)
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context.new_page()


def test_a_step_marked_done_says_who(ouvrir, adele):
    page = ouvrir()
    page.get_by_role("button", name="Marquer faite l’étape 0").click()
    expect(page.locator("tbody").first).to_contain_text(f"par {adele}")


def test_the_preview_is_a_sheet_without_the_menu(ouvrir):
    page = ouvrir("apercu/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Camion mobile")).to_be_visible()
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    assert page.pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
@pytest.mark.parametrize("suite", ["", "modifier/", "apercu/", "historique/", "statut/", "deplacer/"])
def test_pages_of_a_fiche_have_no_fault(ouvrir, suite, taille):
    assert_sans_faute(ouvrir(suite, taille))


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_the_tree_has_no_fault(ouvrir, live_server, taille):
    page = ouvrir("", taille)
    page.goto(f"{live_server.url}/plan/")
    assert_sans_faute(page)
    page.locator(".arbre-general summary").first.click()
    expect(page.get_by_text("Ajouter un objectif opérationnel")).to_be_visible()
    assert_sans_faute(page)


def test_without_script_the_form_still_adds_and_moves(browser, live_server, fiche, adele):
    from django.test import Client

    client = Client()
    client.force_login(adele)
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/plan/fiches/{fiche.pk}/modifier/")
    follow(step(page, "Communiquer").get_by_role("button", name="Monter cette étape"))
    follow(page.get_by_role("button", name="Ajouter une étape"))
    page.locator(".item-etape").last.get_by_label("Intitulé").fill("Évaluer")
    save(page)
    assert titles(fiche) == ["Cibler", "Communiquer", "Chiffrer", "Évaluer"]


# --- The three templates ---------------------------------------------------------------------------


def test_the_template_chosen_opens_its_sections(ouvrir, fiche):
    page = ouvrir("modifier/")
    expect(page.get_by_label("Durée du projet")).to_be_hidden()
    page.get_by_label("Modèle de la fiche").select_option("technowest")
    page.get_by_label("Durée du projet").fill("Trois ans")
    page.get_by_label("Modèle de la fiche").select_option("arml")
    expect(page.get_by_label("Durée du projet")).to_be_visible()  # what is written stays in sight
    page.get_by_label("Constat").fill("Des jeunes sans solution")
    save(page)
    fiche.refresh_from_db()
    assert (fiche.modele, fiche.duree_projet, fiche.constat) == ("arml", "Trois ans", "Des jeunes sans solution")
    assert_sans_faute(page)


def test_a_post_is_costed_from_its_hours(ouvrir, fiche):
    page = ouvrir("modifier/")
    page.get_by_role("button", name="Ajouter une ligne de budget").click()
    ligne = page.locator(".item-budget").last
    ligne.get_by_label("Poste", exact=True).fill("Chargée de mission")
    expect(ligne.get_by_label("Coût horaire (€)")).to_be_hidden()
    ligne.get_by_label("Calcul").select_option("poste")
    ligne.get_by_label("Heures par an").fill("1820")
    ligne.get_by_label("Coût horaire (€)").fill("28,50")
    save(page)
    assert str(fiche.budget.get().prevu) == "51870.00"


def test_why_a_target_changes_is_asked_only_then(ouvrir, fiche):
    Indicateur.objects.update(cible=120)
    page = ouvrir("modifier/")
    motif = page.get_by_label("Pourquoi la cible change-t-elle ?")
    expect(motif).to_be_hidden()
    page.locator("[name$=-cible]").fill("90")
    motif.select_option("moyens")
    save(page)
    assert Indicateur.objects.get().motif_cible == "moyens"


def test_she_takes_the_fiche_out_in_word(ouvrir, fiche):
    page = ouvrir()
    page.get_by_text("Exporter", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word, Plan d’action par étapes").click()
    assert download.value.suggested_filename == "fiche-1-camion-mobile.docx"
    assert_sans_faute(page)
