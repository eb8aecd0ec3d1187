"""The document of the projet associatif being written."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from comptes.choix import Role
from plans_action.models import ExerciceBudget, PointAnalyse, PrincipeProjet, RessourceProjet, TexteProjet
from plans_action.projet import elements, lecture
from plans_action.projet.historique import build_historique
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def administration():
    return f.UtilisateurFactory(role=Role.ADMINISTRATION)


@pytest.fixture
def navigateur(client, administration):
    client.force_login(administration)
    return client


@pytest.fixture
def projet():
    return f.ProjetAssociatifFactory()


def ajouter(navigateur, projet, sorte, donnees, suite=""):
    url = reverse("plans_action:projet-element-create", args=[projet.pk, sorte])
    return navigateur.post(url + suite, donnees)


def test_a_chapter_s_text_is_written_and_signed(navigateur, administration, projet):
    url = reverse("plans_action:projet-texte", args=[projet.pk, "territoire"])
    navigateur.post(url, {"texte": "Un territoire étendu."})
    navigateur.post(url, {"texte": "Un territoire étendu."})
    texte = TexteProjet.objects.get(projet=projet, rubrique="territoire")
    assert texte.texte == "Un territoire étendu."
    assert [line.history_user for line in texte.history.all()] == [administration]


def test_an_unknown_chapter_is_not_found(navigateur, projet):
    assert navigateur.get(reverse("plans_action:projet-texte", args=[projet.pk, "autre"])).status_code == 404


def test_articles_come_in_the_order_they_were_added_then_move(navigateur, projet):
    for titre in ("Accueillir", "Écouter", "Agir"):
        ajouter(navigateur, projet, "article", {"titre": titre, "texte": ""})
    ecouter = PrincipeProjet.objects.get(titre="Écouter")
    navigateur.post(reverse("plans_action:element-deplacer", args=["article", ecouter.pk]), {"sens": "monter"})
    articles = lecture.load_principes(projet)["article"]
    assert [article.titre for article in articles] == ["Écouter", "Accueillir", "Agir"]
    navigateur.post(reverse("plans_action:element-deplacer", args=["article", ecouter.pk]), {"sens": "monter"})
    assert lecture.load_principes(projet)["article"][0] == ecouter


def test_a_value_is_not_an_article(navigateur, projet):
    valeur = f.PrincipeProjetFactory(projet=projet)
    assert navigateur.get(reverse("plans_action:element-update", args=["article", valeur.pk])).status_code == 404


def test_a_point_is_linked_to_an_objective_of_its_projet_only(navigateur, projet):
    ours = f.ObjectifOperationnelFactory(objectif_general__projet=projet)
    other = f.ObjectifOperationnelFactory()
    donnees = {"theme": "public", "sens": "amelioration", "texte": "Peu de confiance", "atelier_le": "2025-03-04"}
    page = ajouter(navigateur, projet, "point", donnees | {"objectif": other.pk})
    assert "Choisissez une réponse de la liste." in page.content.decode()
    ajouter(navigateur, projet, "point", donnees | {"objectif": ours.pk})
    assert PointAnalyse.objects.get().objectif == ours


def test_points_to_improve_without_answer_are_shown_as_such(navigateur, projet):
    f.PointAnalyseFactory(projet=projet)
    f.PointAnalyseFactory(projet=projet, sens="force", texte="Des élus proches")
    page = navigateur.get(reverse("plans_action:projet-ecrire", args=[projet.pk])).content.decode()
    assert page.count("Sans réponse") == 1
    assert "Des points attendent une réponse" in page


def test_a_point_that_changes_theme_goes_to_the_end_of_the_other_list(administration, projet):
    now = timezone.now()
    first = elements.save_element(
        element=f.PointAnalyseFactory.build(projet=projet, theme="public"), by=administration, now=now
    )
    moved = elements.save_element(element=f.PointAnalyseFactory.build(projet=projet), by=administration, now=now)
    moved.theme = "public"
    elements.save_element(element=moved, by=administration, now=now)
    theme = next(theme for theme in lecture.load_themes(projet) if theme.code == "public")
    assert theme.ameliorations == [first, moved]


def test_a_year_comes_once(navigateur, projet):
    ajouter(navigateur, projet, "exercice", {"annee": "2025"})
    page = ajouter(navigateur, projet, "exercice", {"annee": "2025"})
    assert "Cette année est déjà dans le budget." in page.content.decode()
    assert ExerciceBudget.objects.count() == 1


def test_the_total_of_a_resource_is_computed_and_the_year_checked_against_the_vote(navigateur, projet):
    exercice = f.ExerciceBudgetFactory(projet=projet, total_vote=Decimal("853000.00"))
    etat = f.PartenaireFactory(nom="État", type="etat")
    donnees = {"financeur": etat.pk, "libelle": "", "reprise": "148 587", "subvention": "705004,00", "emploi": ""}
    ajouter(navigateur, projet, "ressource", donnees, "?annee=2025")
    assert RessourceProjet.objects.get().total == Decimal("853591.00")
    assert lecture.load_exercices(projet)[0].ecart == Decimal("591.00")
    page = navigateur.get(reverse("plans_action:projet-ecrire", args=[projet.pk])).content.decode()
    assert "Le total ne correspond pas au total voté" in page
    assert exercice.ressources.count() == 1


def test_a_resource_wants_a_name_and_an_amount(navigateur, projet):
    f.ExerciceBudgetFactory(projet=projet)
    sans_nom = ajouter(navigateur, projet, "ressource", {"subvention": "10"}, "?annee=2025").content.decode()
    assert "Choisissez un financeur, ou écrivez d’où vient cette ressource." in sans_nom
    sans_montant = ajouter(navigateur, projet, "ressource", {"libelle": "Dons"}, "?annee=2025").content.decode()
    assert "Écrivez au moins un montant." in sans_montant
    negatif = {"libelle": "Dons", "subvention": "-3"}
    assert (
        "Écrivez un montant positif."
        in ajouter(navigateur, projet, "ressource", negatif, "?annee=2025").content.decode()
    )


def test_a_year_that_holds_lines_is_not_deleted(navigateur, projet):
    ressource = f.RessourceProjetFactory(exercice__projet=projet)
    navigateur.post(reverse("plans_action:element-supprimer", args=["exercice", ressource.exercice_id]))
    assert ExerciceBudget.objects.exists()


def test_fiches_that_count_on_more_than_a_financeur_brings_are_said(navigateur, projet):
    region = f.PartenaireFactory(nom="Région", type="financeur")
    f.RessourceProjetFactory(exercice__projet=projet, financeur=region, libelle="", subvention=100)
    fiche = f.FicheActionFactory(objectif__objectif_general__projet=projet)
    fiche.budget.create(libelle="Carburant", financeur=region, prevu=150)
    paie = lecture.load_financeurs(projet, lecture.load_exercices(projet))[0]
    assert (paie.apporte, paie.prevu, paie.depasse) == (100, 150, True)
    page = navigateur.get(reverse("plans_action:projet-ecrire", args=[projet.pk])).content.decode()
    assert "Les fiches comptent sur plus que ce qui est apporté" in page


def test_funds_carried_from_year_to_year_are_brought_once(projet):
    region = f.PartenaireFactory(nom="Région", type="financeur")
    for annee, reprise, subvention in ((2025, 20, 100), (2026, 30, 100)):
        exercice = f.ExerciceBudgetFactory(projet=projet, annee=annee)
        f.RessourceProjetFactory(exercice=exercice, financeur=region, reprise=reprise, subvention=subvention)
    (paie,) = lecture.load_financeurs(projet, lecture.load_exercices(projet))
    assert paie.apporte == 220  # the 30 of the second year are part of the 100 of the first


def test_the_history_says_who_changed_what(navigateur, projet):
    valeur = f.PrincipeProjetFactory(projet=projet, titre="L’écoute")
    url = reverse("plans_action:element-update", args=["valeur", valeur.pk])
    navigateur.post(url, {"titre": "L’écoute attentive", "texte": ""})
    navigateur.post(reverse("plans_action:element-supprimer", args=["valeur", valeur.pk]))
    page = navigateur.get(reverse("plans_action:projet-historique", args=[projet.pk])).content.decode()
    assert "<del>L’écoute</del>" in page
    assert "suppression" in page


def test_what_was_done_at_once_is_one_entry_of_the_history(projet):
    f.PrincipeProjetFactory(projet=projet, titre="L’écoute")
    f.PrincipeProjetFactory(projet=projet, titre="La laïcité")
    (geste,) = build_historique(projet)
    assert [ligne.quoi for ligne in geste.lignes] == [
        "Charte et valeurs « L’écoute »", "Charte et valeurs « La laïcité »"
    ]  # fmt: skip


def test_the_history_is_read_page_by_page(navigateur, projet):
    for rang in range(30):
        valeur = f.PrincipeProjetFactory(projet=projet, titre=f"Valeur n° {rang}")
        valeur.history.update(history_date=timezone.now() - datetime.timedelta(minutes=rang))
    url = reverse("plans_action:projet-historique", args=[projet.pk])
    pages = [navigateur.get(url, {"page": page}).content.decode() for page in (1, 2)]
    assert [page.count('class="frise-date"') for page in pages] == [25, 5]
    assert "30\u00a0modifications" in pages[0]


@pytest.mark.parametrize("nombre", [1, 10])
def test_the_page_asks_as_many_questions_for_ten_points_as_for_one(
    navigateur, projet, nombre, django_assert_max_num_queries
):
    f.PointAnalyseFactory.create_batch(nombre, projet=projet)
    f.RessourceProjetFactory.create_batch(nombre, exercice=f.ExerciceBudgetFactory(projet=projet))
    with django_assert_max_num_queries(16):
        navigateur.get(reverse("plans_action:projet-ecrire", args=[projet.pk]))
