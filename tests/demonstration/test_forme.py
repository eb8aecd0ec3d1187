"""What was loaded looks like the Mission Locale of the Moulins document."""

from collections import Counter

import pytest
from django.db import connection
from django.db.models import F, Min, Q

from accueil.models import Evenement, Permanence, PremierAccueil, RendezVous
from accueil.permanences import Recurrence, is_ferie, occurrences
from commun.dates import add_months
from demonstration.services import TAILLES
from evaluation.moteur import Demande, calculer
from evaluation.projets import elapsed
from jeunes.choix import NIVEAUX_INFRA_BAC
from jeunes.models import Accompagnement, Definition, Jeune
from participation.choix import StatutInscription
from participation.models import Inscription, Seance
from plans_action.models import ProjetAssociatif
from structure.choix import TypeLieu
from structure.models import Commune, Conseiller, Lieu
from tests.demonstration.conftest import JOUR

pytestmark = pytest.mark.usefixtures("petite")


def share(part, whole):
    return round(100 * part / whole, 1)


def test_the_youths_are_those_of_the_document():
    jeunes = Jeune.objects.all()
    assert jeunes.count() == 400
    assert share(jeunes.filter(sexe="H").count(), 400) == pytest.approx(53, abs=0.5)
    assert share(jeunes.filter(niveau__in=NIVEAUX_INFRA_BAC).count(), 400) == pytest.approx(76, abs=0.5)
    assert share(jeunes.filter(niveau="sans").count(), 400) == pytest.approx(51, abs=0.5)


def test_one_person_in_twelve_is_a_minor_over_a_year():
    seen = Evenement.objects.filter(jour__gte=add_months(JOUR, -12)).exclude(personne=None)
    people = seen.values("personne").distinct()
    assert share(people.filter(mineur=True).count(), people.count()) == pytest.approx(8, abs=3)


@pytest.mark.parametrize("years_ago", [3, 2, 1])
def test_each_year_holds_its_evenements_of_which_46_percent_are_interviews(years_ago):
    year = Evenement.objects.filter(
        jour__gte=add_months(JOUR, -12 * years_ago), jour__lt=add_months(JOUR, -12 * (years_ago - 1))
    )
    assert year.count() == TAILLES["petite"].evenements[3 - years_ago]
    assert share(year.entretiens().count(), year.count()) == pytest.approx(46, abs=1)


def test_nothing_happens_on_a_closed_day_nor_in_the_future():
    jours = set(Evenement.objects.values_list("jour", flat=True).distinct())
    assert all(day.isoweekday() <= 5 and not is_ferie(day) for day in jours)
    assert max(jours) < JOUR


def test_august_is_quiet_and_the_new_school_year_is_not():
    months = Counter(day.month for day in Evenement.objects.values_list("jour", flat=True))
    assert months[8] < months[7] < months[9]


def test_at_a_permanence_people_are_received_on_its_days_only():
    kinds = (TypeLieu.ANTENNE, TypeLieu.PERMANENCE, TypeLieu.CAMION, TypeLieu.TIERS_LIEU, TypeLieu.PARTENAIRE)
    first = Evenement.objects.aggregate(Min("jour"))["jour__min"]
    for lieu in Lieu.objects.filter(type__in=kinds):
        open_days = {day for p in lieu.permanences.all() for day in occurrences(recurrence(p), first, JOUR)}
        assert set(Evenement.objects.filter(lieu=lieu).values_list("jour", flat=True)) <= open_days, lieu


def recurrence(permanence: Permanence) -> Recurrence:
    return Recurrence(
        rythme=permanence.rythme,
        jours=tuple(permanence.jours),
        semaines_du_mois=tuple(permanence.semaines_du_mois),
        debut=permanence.debut,
        fin=permanence.fin,
        heure_debut=permanence.heure_debut,
        heure_fin=permanence.heure_fin,
    )


def test_a_premier_accueil_is_the_first_thing_that_happens_to_each_person_but_a_contact():
    assert PremierAccueil.objects.count() == Jeune.objects.count()
    named = Evenement.objects.exclude(jeune=None).exclude(nature="contact")
    first = dict(named.values_list("jeune").annotate(Min("jour")))
    assert all(first[jeune] == jour for jeune, jour in PremierAccueil.objects.values_list("jeune", "jour"))


def test_some_of_those_met_come_afterwards_and_stay():
    periode = elapsed(ProjetAssociatif.objects.get(actif=True), arrete_au=JOUR)
    demandes = [Demande.make(f"entonnoir_{etape}", periode) for etape in ("contacts", "accueils", "suivis")]
    valeurs = calculer(demandes, arrete_au=JOUR)
    contacts, accueils, suivis = (valeurs[demande].valeur for demande in demandes)
    assert contacts > accueils > suivis > 10


def test_out_of_age_and_out_of_territory_are_flagged():
    assert PremierAccueil.objects.filter(hors_age=True).exists()
    assert not PremierAccueil.objects.filter(Q(age__lt=16) | Q(age__gt=25), hors_age=False).exists()
    outside = PremierAccueil.objects.filter(hors_territoire=True)
    assert outside.exists()
    assert not outside.filter(commune__du_territoire=True).exists()


def test_the_territory_is_that_of_the_document():
    ours = Commune.objects.filter(du_territoire=True)
    assert ours.count() == 127
    assert ours.values("epci").distinct().count() == 4
    assert ours.filter(departement="58").count() == 2
    assert Commune.objects.filter(nom="Gannat").get().autre_mission_locale == "Mission Locale de Vichy"


def test_the_house_has_its_places_and_its_23_people():
    kinds = Counter(Lieu.objects.values_list("type", flat=True))
    assert (kinds["siege"], kinds["antenne"], kinds["permanence"], kinds["partenaire"]) == (1, 2, 6, 2)
    assert Conseiller.objects.count() == 23
    jaligny = Permanence.objects.get(lieu__nom__contains="Jaligny")
    assert (jaligny.rythme, jaligny.semaines_du_mois) == ("mensuel", [2])


def test_places_taken_are_the_confirmed_sign_ups():
    for seance in Seance.objects.prefetch_related("inscriptions"):
        statuts = Counter(inscription.statut for inscription in seance.inscriptions.all())
        assert seance.places_prises == statuts[StatutInscription.CONFIRMEE]
        ranks = sorted(inscription.rang for inscription in seance.inscriptions.all())
        assert ranks == list(range(1, seance.dernier_rang + 1))


def test_coming_seances_offer_what_a_visitor_wants_to_see():
    coming = Seance.objects.filter(jour__gt=JOUR, publiee_le__isnull=False)
    assert coming.filter(places_prises=F("places") - 3).exists()
    full = coming.filter(places_prises=F("places"))
    assert full.exists()
    assert full.first().inscriptions.en_attente().count() == 4
    assert coming.filter(places_prises=0).exists()


def test_nobody_is_left_to_be_written_to():
    from django.utils import timezone

    assert not Inscription.objects.with_message_du(now=timezone.now()).exists()


def test_the_conseillere_has_a_full_day():
    claire = Conseiller.objects.get(nom="Montagnac")
    assert RendezVous.objects.filter(conseiller=claire, prevu_jour=JOUR, statut="fixe").count() == 6
    assert Permanence.objects.filter(conseillers=claire, jours=[JOUR.isoweekday()]).exists()
    assert Accompagnement.objects.active(today=JOUR).filter(conseiller=claire).count() > 15


def test_one_definition_of_the_positive_exit_is_chosen_of_two():
    assert Definition.objects.filter(objet="sortie_positive").count() == 2
    assert Definition.objects.get(objet="sortie_positive", choisie=True).version == 2


def test_all_constraints_of_the_database_hold():
    connection.check_constraints()
