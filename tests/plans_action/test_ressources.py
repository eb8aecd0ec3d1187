"""The centre de ressources: nobody's name leaves, anybody may read, another house takes up and keeps the origin."""

import datetime
import json
from decimal import Decimal

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from commun import reseau
from plans_action import ressources
from plans_action.models import FicheAction, Indicateur, Origine, Partage
from tests.factories import (
    ConseillerFactory,
    CritereFactory,
    EtapeFactory,
    FicheActionFactory,
    IndicateurFactory,
    LieuFactory,
    PartenaireFactory,
)

TOUT = list(ressources.RUBRIQUES)


def url(nom, *args):
    return reverse(f"plans_action:{nom}", args=args)


@pytest.fixture
def fiche(db):
    """A fiche that names people everywhere that it can."""
    camille = ConseillerFactory(prenom="Odile", nom="Bastien")
    fiche = FicheActionFactory(
        titre="Café des parents",
        resume="Odile Bastien accueille ; appeler le 06 12 34 56 78 ou odile@exemple.fr. Mme Tavernier y passe.",
        coordonne="Odile Bastien",
        realise="L’équipe d’Odile",
        contacts="M. Roux",
        evaluation_qui="Odile",
        a_ranger="Un secret",
    )
    fiche.coordinateurs.add(camille)
    fiche.lieux.add(LieuFactory(nom="Maison du coin"))
    fiche.porteurs.create(nom="Paul Rivière", role="Animation", conseiller=camille)
    fiche.budget.create(
        libelle="Salle", prevu=100, depense=Decimal("41234.56"), financeur=PartenaireFactory(nom="Fondation Z")
    )
    PartenaireFactory(contact="Jeanne Aubry")
    etape = EtapeFactory(fiche=fiche, ordre=0, titre="Inviter avec Jeanne Aubry")
    etape.lignes.create(quoi="Écrire", qui="Odile B.", quand="J-10")
    return fiche


def share(fiche, by, rubriques=TOUT):
    return ressources.publish(fiche=fiche, rubriques=rubriques, presentation="", by=by, now=timezone.now())


# --- What leaves -----------------------------------------------------------------------------------


def test_no_name_and_no_contact_leaves_whatever_is_chosen(client, fiche, diane):
    partage = share(fiche, diane)
    pages = [
        client.get(url(f"ressource-{nom}", partage.pk)).content.decode(errors="ignore") for nom in ("json", "detail")
    ]
    said = "\n".join([*pages, json.dumps(partage.contenu, ensure_ascii=False)])
    for mot in ("Odile", "Bastien", "06 12", "odile@", "Tavernier", "Roux", "Rivière", "Aubry", "Fondation Z", "secret",
                "Maison du coin", "41234.56"):  # fmt: skip
        assert mot not in said
    assert "Café des parents" in said
    assert "Écrire" in said


def test_only_the_chosen_sections_leave(fiche, diane):
    contenu = share(fiche, diane, []).contenu
    assert (contenu["etapes"], contenu["budget"]) == ([], [])
    assert contenu["resume"]


def test_a_later_change_stays_inside_until_published_again(client, fiche, diane):
    partage = share(fiche, diane)
    fiche.titre = "Autre titre"
    fiche.version += 1
    fiche.save()
    assert "Autre titre" not in client.get(partage.get_absolute_url()).content.decode()
    client.force_login(diane)
    assert "La fiche a changé depuis" in client.get(url("fiche-partager", fiche.pk)).content.decode()
    share(fiche, diane)
    assert Partage.objects.get().version == 2
    client.logout()
    assert "Autre titre" in client.get(partage.get_absolute_url()).content.decode()


def test_the_preview_publishes_nothing_and_publishing_does(client, fiche, diane):
    client.force_login(diane)
    page = client.post(url("fiche-partager", fiche.pk), {"rubriques": ["etapes"], "apercu": "1"}).content.decode()
    assert "Écrire" in page
    assert "Odile B." not in page
    assert not Partage.objects.exists()
    client.post(url("fiche-partager", fiche.pk), {"rubriques": ["etapes"], "publier": "1"})
    assert Partage.objects.get().publie_par == diane


def test_the_preview_shows_the_word_of_the_house_as_it_will_be_read(client, diane):
    client.force_login(diane)
    mot, adresse = "Appelez Mme Tavernier.", url("fiche-partager", FicheActionFactory().pk)
    page = client.post(adresse, {"presentation": mot, "apercu": "1"}).content.decode()
    assert "<p>Appelez [retiré].</p>" in page
    assert "1 passage ressemblait" in page.replace("\xa0", " ")


@pytest.mark.parametrize(("who", "status"), [("alice", 404), ("charlie", 404), ("diane", 200), ("adele", 200)])
def test_direction_and_administration_share(client, request, fiche, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url("fiche-partager", fiche.pk)).status_code == status


def test_what_is_withdrawn_is_found_no_more(client, fiche, diane):
    partage = share(fiche, diane)
    client.force_login(diane)
    client.post(url("fiche-retirer", fiche.pk))
    client.logout()
    for nom in ("detail", "json", "word", "pdf"):
        assert client.get(url(f"ressource-{nom}", partage.pk)).status_code == 404
    assert client.get(url("ressource-flux")).json()["total"] == 0


# --- Catalogue and feed ----------------------------------------------------------------------------


def test_the_catalogue_is_searched_without_accents(client, fiche, diane):
    share(fiche, diane)
    assert "Café des parents" in client.get(url("ressource-list"), {"q": "CAFE parent"}).content.decode()
    assert "Aucune fiche ne correspond" in client.get(url("ressource-list"), {"q": "vélo"}).content.decode()


@pytest.mark.parametrize("champ", ["q", "champ", "type", "page"])
@pytest.mark.parametrize("value", ["\x00", "x" * 3_000, "<script>", "%", "-1"])
def test_the_catalogue_survives_anything_typed(client, fiche, diane, champ, value):
    share(fiche, diane)
    assert client.get(url("ressource-list"), {champ: value}).status_code == 200
    assert client.get(url("ressource-flux"), {champ: value}).status_code == 200


@pytest.mark.parametrize("fiches", [1, 10])
def test_the_catalogue_costs_the_same_for_one_fiche_and_ten(client, diane, fiches, django_assert_max_num_queries):
    for _ in range(fiches):
        share(FicheActionFactory(), diane)
    client.get(url("ressource-list"))
    with django_assert_max_num_queries(6):
        client.get(url("ressource-list"))


def test_the_feed_says_when_nothing_changed(client, fiche, diane):
    share(fiche, diane)
    first = client.get(url("ressource-flux"))
    assert first.json()["fiches"][0]["titre"] == "Café des parents"
    assert client.get(url("ressource-flux"), headers={"If-None-Match": first["ETag"]}).status_code == 304
    share(fiche, diane)
    assert client.get(url("ressource-flux"), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_shared_fiche_follows_its_published_schema(client, fiche, diane):
    schema = json.loads(client.get(url("ressource-schema")).content)
    document = client.get(url("ressource-json", share(fiche, diane).pk)).json()
    jsonschema.validate(document, schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize(("nom", "debut"), [("word", b"PK"), ("pdf", b"%PDF")])
def test_a_shared_fiche_leaves_as_a_document(client, fiche, diane, nom, debut):
    assert client.get(url(f"ressource-{nom}", share(fiche, diane).pk)).content.startswith(debut)


# --- Taking up -------------------------------------------------------------------------------------


@pytest.fixture
def document(client, fiche, diane):
    """What another house would receive."""
    return client.get(url("ressource-json", share(fiche, diane).pk)).json()


def send(client, document):
    octets = document if isinstance(document, bytes) else json.dumps(document).encode()
    return client.post(url("fiche-essaimer"), {"fichier": SimpleUploadedFile("fiche.json", octets)}, follow=True)


def test_a_fiche_is_taken_up_by_its_file_as_an_idea_that_keeps_its_origin(client, adele, document):
    client.force_login(adele)
    page = send(client, document).content.decode()
    fiche = Origine.objects.get().fiche
    assert fiche.statut == "idee"
    assert "Essaimée de" in page
    assert "version 1" in page


def test_what_another_house_did_and_spent_is_not_done_here(client, adele, fiche, diane):
    fiche.debut = fiche.echeance = datetime.date(2025, 3, 1)
    fiche.save()
    fiche.etapes.update(statut="faite", faite_le="2025-02-03", echeance="2025-02-01")
    document = client.get(url("ressource-json", share(fiche, diane).pk)).json()
    client.force_login(adele)
    send(client, document)
    prise = Origine.objects.get().fiche
    [etape], [ligne] = prise.etapes.all(), prise.budget.all()
    assert (etape.statut, etape.faite_le, etape.echeance) == ("a_venir", None, None)
    assert etape.lignes.get().quand == "J-10"
    assert (prise.debut, prise.echeance, ligne.prevu, ligne.depense) == (None, None, 100, 0)
    assert Origine.objects.get().contenu["etapes"][0]["statut"] == "faite"


def test_an_indicateur_taken_up_counts_its_new_fiche_and_never_the_whole_house(client, adele, fiche, diane):
    critere, lieu = CritereFactory(fiche=fiche), LieuFactory()
    for libelle, filtres in (("Ici", {"fiche": [str(fiche.pk)]}), ("Au café", {"lieu": [str(lieu.pk)]})):
        IndicateurFactory(critere=critere, libelle=libelle, mesure="premiers_accueils", filtres=filtres)
    document = client.get(url("ressource-json", share(fiche, diane).pk)).json()
    client.force_login(adele)
    page = send(client, document).content.decode()
    prise = Origine.objects.get().fiche
    cafe, ici = Indicateur.objects.filter(critere__fiche=prise).order_by("libelle")
    assert ici.filtres == {"fiche": [str(prise.pk)]}
    assert (cafe.type, cafe.mesure) == ("qualitatif", "")
    assert "« Au café » comptait ce qui n’existe pas ici" in page


def test_a_fiche_is_taken_up_by_the_address_of_its_page(client, adele, document, monkeypatch):
    asked = []
    monkeypatch.setattr(reseau, "fetch", lambda adresse, **_: asked.append(adresse) or json.dumps(document).encode())
    client.force_login(adele)
    page = f"https://ml.exemple.fr/ressources/{document['id']}/"
    client.post(url("fiche-essaimer"), {"adresse": page})
    assert asked == [f"{page}fiche.json"]
    assert Origine.objects.exists()


def test_taking_it_up_again_says_what_changed_and_touches_nothing(client, adele, document):
    client.force_login(adele)
    send(client, document)
    document["fiche"]["resume"] = "Le samedi matin"
    document["fiche"]["criteres"] = [{"libelle": "Venir", "indicateurs": [{"libelle": "Cafés", "cible": "12.50",
        "sens_cible": "au_moins", "type": "calcule", "mesure": "evenements", "motif_cible": "moyens"}]}]  # fmt: skip
    document["publication"] |= {"version": 2, "sha256": ressources._digest(document["fiche"])}
    page = send(client, document).content.decode()
    assert "Le samedi matin" in page
    assert "Résumé" in page
    assert "Venir<br>Cafés<br>au moins 12,5</td>" in page
    assert Origine.objects.get().version == 2
    assert "samedi" not in Origine.objects.get().fiche.resume


def test_what_cannot_be_read_is_not_said_to_have_changed():
    etape = {"titre": "Inviter", "statut": "a_venir", "lignes": []}
    avant, apres = {"etapes": [etape]}, {"etapes": [etape | {"statut": "faite"}]}
    assert ressources.compare(avant, apres) == []
    assert [c.libelle for c in ressources.compare(avant, {"etapes": [etape | {"titre": "Ouvrir"}]})] == ["Étapes"]


def test_a_shared_fiche_brought_to_the_other_door_is_told_where_to_go(client, adele, document):
    client.force_login(adele)
    fichier = SimpleUploadedFile("fiche.json", json.dumps(document).encode())
    assert (
        "Cette fiche a été partagée" in client.post(url("fiche-json-importer"), {"fichier": fichier}).content.decode()
    )


def test_an_older_version_is_refused(client, adele, document):
    client.force_login(adele)
    document["publication"]["version"] = 3
    send(client, document)
    document["publication"]["version"] = 2
    assert "plus ancienne" in send(client, document).content.decode()


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        (lambda d: b"PK\x03\x04", "pas une fiche partagée"),
        (lambda d: b"[" * 90_000, "pas une fiche partagée"),
        (lambda d: d["fiche"], "pas une fiche partagée"),
        (lambda d: d | {"version": 9}, "plus récente"),
        (lambda d: d | {"id": "x"}, "d’où elle vient"),
        (lambda d: d | {"mission_locale": ""}, "d’où elle vient"),
        (lambda d: d | {"publication": []}, "incomplète"),
        (lambda d: d | {"fiche": d["fiche"] | {"titre": "Falsifiée"}}, "empreinte"),
        (lambda d: d | {"fiche": d["fiche"] | {"script": "x"}}, "schéma publié"),
    ],
)
def test_what_is_not_a_shared_fiche_is_refused_beside_its_field(client, adele, document, change, phrase):
    client.force_login(adele)
    before = FicheAction.objects.count()
    assert phrase in send(client, change(document)).content.decode()
    assert FicheAction.objects.count() == before


def test_neither_and_both_are_refused(client, adele, db):
    client.force_login(adele)
    assert "l’un des deux" in client.post(url("fiche-essaimer"), {}).content.decode()


def test_a_private_address_is_refused_beside_its_field(client, adele, db):
    client.force_login(adele)
    page = client.post(url("fiche-essaimer"), {"adresse": "https://127.0.0.1/fiche.json"}).content.decode()
    assert "réseau privé" in page
