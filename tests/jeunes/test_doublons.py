import datetime
import random

import pytest

from jeunes import doublons
from jeunes.models import Jeune
from tests.factories import JeuneFactory, PremierAccueilFactory

PRENOMS = [
    "Léa",
    "Inès",
    "Zoé",
    "Chloé",
    "Maëlys",
    "Océane",
    "Anaïs",
    "Noémie",
    "Jean-Pierre",
    "Marie-Claire",
    "Anne-Sophie",
    "Théo",
    "Raphaël",
    "Loïc",
    "Mathéo",
    "Gaëtan",
    "Jérôme",
    "Kévin",
    "Célia",
    "Yasmine",
    "Mohamed",
    "Fatou",
    "Aïssatou",
    "Sébastien",
    "Hélène",
    "Lucie",
    "Emma",
    "Hugo",
    "Nathan",
    "Enzo",
    "Manon",
    "Camille",
    "Sarah",
    "Jules",
    "Adam",
    "Lina",
    "Ambre",
    "Louise",
    "Paul-Henri",
    "Lou-Ann",
]
NOMS = [
    "Lefèvre",
    "Dupré",
    "Garnier",
    "Müller",
    "Le-Goff",
    "D'Amico",
    "Martin-Dubois",
    "Béranger",
    "Ferreira",
    "N'Diaye",
    "Traoré",
    "Ait-Ahmed",
    "Besançon",
    "Chêne",
    "Delatour",
    "Énault",
    "Faugère",
    "Gérard",
    "Hémon",
    "Izarn",
    "Joubert",
    "Kerléo",
    "Lemaître",
    "Marchéix",
    "Noël",
    "Ouédraogo",
    "Péguy",
    "Quéré",
    "Rouvière",
    "Siméon",
    "Tessèdre",
    "Urbain",
    "Vétois",
    "Weisz",
    "Xérès",
    "Yvernault",
    "Zimmermann",
    "De-La-Tour",
    "Saint-Martin",
    "Gonçalves",
]
DECALAGES = ("accents", "traits", "inverse", "faute", "compose", "majuscules", "date")


def sans_accents(text):
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def typo(text, rng):
    """One letter missing, doubled, changed or two swapped."""
    at = rng.randrange(len(text) - 1)
    kind = rng.choice(["manque", "double", "autre", "inverse"])
    if kind == "manque":
        return text[:at] + text[at + 1 :]
    if kind == "double":
        return text[: at + 1] + text[at:]
    if kind == "autre":
        return text[:at] + rng.choice("aeioulrst") + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def deform(nom, prenom, naissance, kind, rng):
    """Return what a counsellor may type for somebody whom the house knows."""
    if kind == "accents":
        return sans_accents(nom), sans_accents(prenom), naissance
    if kind == "traits":
        return nom.replace("-", rng.choice([" ", ""])).replace("'", " "), prenom.replace("-", " "), naissance
    if kind == "inverse":
        return prenom, nom, naissance
    if kind == "faute":
        return (typo(nom, rng), prenom, naissance) if rng.random() < 0.6 else (nom, typo(prenom, rng), naissance)
    if kind == "compose":
        return (nom.split("-")[-1], prenom.split("-")[0], naissance)
    if kind == "majuscules":
        return nom.upper(), prenom.lower(), None
    return nom, prenom, naissance + datetime.timedelta(days=rng.choice([-1, 1]))


@pytest.fixture
def connus(db):
    """500 people, and as many others who look like them."""
    rng = random.Random(26)
    people = [
        Jeune(
            nom=nom,
            prenom=prenom,
            date_naissance=datetime.date(2001, 1, 1) + datetime.timedelta(days=rng.randrange(3650)),
        )
        for nom in NOMS
        for prenom in rng.sample(PRENOMS, 25)
    ]
    for jeune in people:
        jeune.set_search_keys()
    return Jeune.objects.bulk_create(people)


def test_at_least_95_percent_of_500_known_people_are_found_whatever_the_spelling(connus, django_assert_max_num_queries):
    rng = random.Random(7)
    found = {kind: [] for kind in DECALAGES}
    for i, jeune in enumerate(rng.sample(connus, 500)):
        kind = DECALAGES[i % len(DECALAGES)]
        nom, prenom, naissance = deform(jeune.nom, jeune.prenom, jeune.date_naissance, kind, rng)
        recherche = doublons.Recherche.of(nom=nom, prenom=prenom, date_naissance=naissance)
        with django_assert_max_num_queries(2):
            known = doublons.find_known(recherche)
        found[kind].append(any(connu.jeune.pk == jeune.pk for connu in known))
    rates = {kind: sum(results) / len(results) for kind, results in found.items()}
    total = sum(sum(results) for results in found.values()) / 500
    assert total >= 0.95, rates
    assert min(rates.values()) >= 0.9, rates
    assert Jeune.objects.count() == len(connus)  # nothing merged, nothing made


@pytest.mark.parametrize("typed", ["lef", "LEFÈVRE", "mael", "Lefevre Mael", "maëlys lef", "lefevr"])
def test_somebody_appears_as_soon_as_the_name_begins(db, typed):
    jeune = JeuneFactory(nom="Lefèvre", prenom="Maëlys")
    assert [connu.jeune for connu in doublons.find_known(doublons.Recherche.of(nom=typed))] == [jeune]


@pytest.mark.parametrize("typed", [{"nom": "GiraudAubert"}, {"nom": "giraudaub"}, {"prenom": "Jeanpierre"}])
def test_a_compound_name_typed_in_one_word_is_found(db, typed):
    known = JeuneFactory(nom="Giraud-Aubert", prenom="Jean-Pierre")
    assert [connu.jeune for connu in doublons.find_known(doublons.Recherche.of(**typed))] == [known]


def test_the_same_phone_under_another_name_is_shown_and_not_taken_for_the_same_person(db):
    jeune = JeuneFactory(telephone="06 12 34 56 78")
    known = doublons.find_known(doublons.Recherche.of(telephone="+33 6 12 34 56 78", nom="Wozniak", prenom="Igor"))
    assert [(connu.jeune, connu.est_probable) for connu in known] == [(jeune, False)]


def test_two_people_of_one_name_and_other_birth_dates_are_not_taken_for_one(db):
    JeuneFactory(nom="Petit", prenom="Hugo", date_naissance=datetime.date(2001, 2, 3))
    known = doublons.find_known(
        doublons.Recherche.of(nom="Petit", prenom="Hugo", date_naissance=datetime.date(2008, 9, 17))
    )
    assert [connu.est_probable for connu in known] == [False]


def test_nobody_is_shown_for_a_name_that_nobody_bears(db):
    JeuneFactory.create_batch(5)
    assert doublons.find_known(doublons.Recherche.of(nom="Wozniak", prenom="Igor")) == []


def test_the_first_interview_and_the_referent_are_said(db, suivi_par_alice):
    PremierAccueilFactory(jeune=suivi_par_alice)
    connu = doublons.find_known(doublons.Recherche.of(nom=suivi_par_alice.nom, prenom=suivi_par_alice.prenom))[0]
    assert connu.premier_accueil_le is not None
    assert connu.referent == "Alice Bertin"
