"""Three years of the front desk: événements, needs, rendez-vous, orientations, and people met without a name."""

from collections import Counter

from accueil.choix import Nature
from commun.dates import add_months
from demonstration.activite.cadre import Annee, Cadre
from demonstration.activite.rencontres import write_rencontres
from demonstration.activite.rendez_vous import write_a_venir
from demonstration.activite.suivis import write_suivi
from demonstration.alea import Alea
from demonstration.ecriture import Ecriture
from demonstration.maison import Maison
from demonstration.plan import Fiches, debut_projet
from demonstration.population import Population, Suivi

PART_ENTRETIENS = 0.46  # of the événements of a year, as in the Moulins document
# The rest, by weight.
AUTRES_NATURES = {
    Nature.ECHANGE: 52.0,
    Nature.ATELIER: 18.0,
    Nature.INFORMATION_COLLECTIVE: 8.0,
    Nature.PRESTATION: 9.0,
    Nature.VISITE: 4.0,
    Nature.CONTACT: 9.0,
}
VOYAGEURS = 8


def build_activite(
    *, alea: Alea, maison: Maison, population: Population, fiches: Fiches, par_an: tuple[int, ...], ecriture: Ecriture
) -> None:
    """Write exactly the number of événements asked for each year, and what goes with them."""
    rang = maison.calendrier.rang
    projet = debut_projet(maison.jour)
    cadre = Cadre(
        alea,
        maison,
        fiches,
        ecriture,
        projet=rang(projet),
        ouverture_espace=rang(add_months(projet, 6)),
        sorties=rang(add_months(projet, 5)),
        site=rang(add_months(projet, 10)),
    )
    voyage = [suivi for suivi in population.suivis if suivi.debut < cadre.site and suivi.fin > cadre.site + 60]
    cadre.groupe = frozenset(map(id, voyage[2 : 2 + VOYAGEURS]))
    bounds = [rang(add_months(maison.jour, -12 * n)) for n in range(len(par_an), -1, -1)]
    annees = [Annee(bounds[n], bounds[n + 1], total) for n, total in enumerate(par_an)]
    cadre.annees = tuple(annees)
    premiers = Counter(_annee(annees, suivi.debut) for suivi in population.suivis)
    for numero, annee in enumerate(annees):
        anonymes = write_rencontres(cadre, annee, population.suivis)
        _partage(cadre, population.suivis, annee, annee.total - anonymes - premiers[numero], premiers[numero])
    for suivi in population.suivis:
        write_suivi(cadre, suivi)
        ecriture.vide(au_moins=6000)
    write_a_venir(cadre, population)
    ecriture.vide()


def _annee(annees: list[Annee], rang: int) -> int:
    return next((n for n, annee in enumerate(annees) if annee.debut <= rang < annee.fin), -1)


def _partage(cadre: Cadre, suivis: list[Suivi], annee: Annee, nombre: int, premiers: int) -> None:
    """Deal the événements of a year to those who came that year, with exactly the share of interviews wanted."""
    calendrier, alea = cadre.maison.calendrier, cadre.alea
    spans = [(max(suivi.debut + 1, annee.debut), min(suivi.fin, annee.fin)) for suivi in suivis]
    weights = [calendrier.poids(*span) * suivi.intensite for suivi, span in zip(suivis, spans, strict=True)]
    entretiens = min(max(round(PART_ENTRETIENS * annee.total) - premiers, 0), nombre)
    natures = [str(Nature.ENTRETIEN.value)] * entretiens
    natures += [str(nature) for nature in alea.quotas(AUTRES_NATURES, nombre - entretiens)]
    alea.shuffle(natures)
    chosen = alea.choices(range(len(suivis)), weights, k=nombre)
    for index, nature in zip(chosen, natures, strict=True):
        suivis[index].evenements.append((calendrier.tire(alea.random(), *spans[index]), nature))
