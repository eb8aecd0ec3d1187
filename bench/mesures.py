"""
How fast figures are, against the best SQL that we could write by hand for the same figure.

    VAR_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=mission_locale.settings.dev python -m bench.mesures --evenements 1000000

Runs on the database of the settings (SQLite in VAR_DIR, or DATABASE_URL), which it fills when it is empty and reuses
when it filled it before. Prints one line per figure: the engine, the hand-written SQL, the ratio; the numbers must be
equal. Then the whole nightly computation of a plan of 18 fiches, months and years included.
"""

import argparse
import csv
import datetime
import io
import itertools
import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.dev")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, models, transaction

from accueil.mesures import shifted
from accueil.models import Evenement, RendezVous
from commun.dates import Periode, add_months
from commun.mesures import Contexte
from evaluation.moteur import Demande, calculer
from evaluation.projets import periodes_suivies
from evaluation.services import calcul
from jeunes.models import DefinitionSortiePositive, Situation
from participation.models import Inscription, Regroupement, Seance
from plans_action.models import (
    Critere,
    FicheAction,
    Indicateur,
    ObjectifGeneral,
    ObjectifOperationnel,
    ProjetAssociatif,
)
from structure.models import EPCI, Commune, Lieu

DEBUT, FIN = datetime.date(2023, 7, 1), datetime.date(2026, 6, 30)
ARRETE_AU = datetime.date(2026, 6, 30)
LOT = 5000
ESSAIS = 5
ENTRETIENS = "('premier_accueil', 'entretien', 'entretien_partenaire')"
# The shape of a real year: 46 % interviews.
NATURES = {
    "entretien": 43,
    "entretien_partenaire": 3,
    "atelier": 14,
    "information_collective": 6,
    "visite": 4,
    "prestation": 5,
    "echange": 20,
    "contact": 5,
}


# --- Data ----------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def plain(value: Any) -> Any:
    """Return a value as both databases read it from text."""
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, datetime.date) else value


def insert(model: type[models.Model], rows: Iterator[dict[str, Any]]) -> int:
    """Insert rows by lots, without making an instance of each; what a row does not say has the field's default."""
    defaults = {field.attname: plain(field.get_default()) for field in model._meta.concrete_fields}
    done, lot = 0, []
    for row in rows:
        lot.append([*({**defaults, **row}).values()])
        if len(lot) == LOT:
            write(model, list(defaults), lot)
            done, lot = done + len(lot), []
    if lot:
        write(model, list(defaults), lot)
    return done + len(lot)


def write(model: type[models.Model], columns: list[str], lot: list[list[Any]]) -> None:
    """Write one lot: executemany on SQLite, COPY on PostgreSQL."""
    values = [[plain(value) for value in row] for row in lot]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", values)
            return
        text = io.StringIO()
        csv.writer(text).writerows(["\\N" if value is None else value for value in row] for row in values)
        text.seek(0)
        cursor.copy_expert(f"COPY {model._meta.db_table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", text)


class Generateur:
    """Rows of a plausible shape, the same for the same seed."""

    def __init__(self, evenements: int) -> None:
        self.alea = random.Random(2026)
        self.evenements = evenements
        self.jours = [DEBUT + datetime.timedelta(days=n) for n in range((FIN - DEBUT).days + 1)]
        self.jours = [day for day in self.jours if day.weekday() < 5]
        self.personnes = [self._uuid() for _ in range(max(evenements // 48, 50))]
        self.profils = [self._profil(personne) for personne in self.personnes]
        self.lieux = list(Lieu.objects.values_list("pk", flat=True))
        self.poids_lieux = list(itertools.accumulate([40, 15, 10] + [3] * (len(self.lieux) - 3)))
        self.fiches = list(FicheAction.objects.values_list("pk", flat=True))

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.alea.getrandbits(128), version=4)

    def _profil(self, personne: uuid.UUID) -> dict[str, Any]:
        age = self.alea.choice([16, 17, 18, 19, 20, 21, 22, 23, 24, 25])
        return {
            "personne": personne,
            "age": age,
            "mineur": age < 18,
            "sexe": self.alea.choice("FHHF"),
            "niveau": self.alea.choice(["sans", "sans", "3", "4"]),
            "commune_id": f"{self.alea.randint(1, 60):05d}",
            "epci_id": "200000001",
        }

    def _fait(self, jour: datetime.date) -> dict[str, Any]:
        fiche = self.alea.choice(self.fiches) if self.alea.random() < 0.15 else None
        lieu = self.alea.choices(self.lieux, cum_weights=self.poids_lieux)[0]
        moment = f"{jour} 10:00:00"
        return {"id": self._uuid(), "jour": jour, "fait_le": moment, "lieu_id": lieu, "fiche_action_id": fiche}

    def tous_evenements(self) -> Iterator[dict[str, Any]]:
        """Yield a first interview per person, then events after it, in the order of time as they are typed."""
        natures, poids = list(NATURES), list(NATURES.values())
        debuts = {rang: self.alea.choice(self.jours[:-60]) for rang in range(len(self.personnes))}
        rangs = self.alea.choices(range(len(self.personnes)), k=self.evenements - len(self.personnes))
        rows = [(debuts[rang], rang, "premier_accueil") for rang in debuts]
        for rang in rangs:
            after = min(int(self.alea.expovariate(1 / 200)), 900)
            jour = min(debuts[rang] + datetime.timedelta(days=after), FIN)
            rows.append((jour, rang, self.alea.choices(natures, weights=poids)[0]))
        for jour, rang, nature in sorted(rows):
            profil = {} if nature == "contact" and self.alea.random() < 0.6 else self.profils[rang]
            mode = self.alea.choice(["", "ecole", "site", "jeune_referent"]) if nature == "premier_accueil" else ""
            yield {"nature": nature, "mode_connaissance": mode, **self._fait(jour), **profil}

    def tous_rendez_vous(self) -> Iterator[dict[str, Any]]:
        """Yield a request for five events."""
        for _ in range(self.evenements // 5):
            jour = self.alea.choice(self.jours)
            prevu = jour + datetime.timedelta(days=self.alea.randint(0, 40)) if self.alea.random() < 0.9 else None
            profil = self.alea.choice(self.profils)
            yield {"prevu_jour": prevu, "statut": "fixe", **self._fait(jour), **profil}

    def toutes_situations(self) -> Iterator[dict[str, Any]]:
        """Yield two situations per person."""
        for _ in range(2 * len(self.personnes)):
            jour = self.alea.choice(self.jours)
            fin = jour + datetime.timedelta(days=self.alea.randint(5, 400)) if self.alea.random() < 0.6 else None
            kind = self.alea.choice(["cdi", "cdd_long", "cdd_court", "formation", "alternance", "pmsmp", "recherche"])
            yield {"id": self._uuid(), "type": kind, "jour": jour, "fin": fin, **self.alea.choice(self.profils)}

    def toutes_inscriptions(self) -> Iterator[dict[str, Any]]:
        """Yield ten sign-ups per séance."""
        for seance in Seance.objects.values_list("pk", flat=True):
            for profil in self.alea.sample(self.profils, 10):
                presence = self.alea.choice(["present", "present", "absent", "excuse"])
                yield {
                    "id": self._uuid(), "seance_id": seance, "statut": "confirmee", "presence": presence, **profil
                }  # fmt: skip


INDICATEURS: list[tuple[str, dict[str, list[str]], dict[str, Any]]] = [
    ("premiers_accueils", {"type_lieu": ["camion"]}, {}),
    ("jeunes_accompagnes_suite", {"type_lieu": ["camion"]}, {"mois": 6}),
    ("jeunes_accompagnes_suite", {"type_lieu": ["camion"]}, {"mois": 12}),
    ("entretiens_par_jeune", {"type_lieu": ["camion"]}, {}),
    ("sorties_positives", {"type_lieu": ["camion"]}, {}),
    ("personnes_rencontrees", {"type_lieu": ["tiers_lieu"]}, {}),
    ("jeunes_recus", {}, {}),
    ("jeunes_recus", {"type_lieu": ["antenne", "permanence"]}, {}),
    ("sans_rdv_sous_n_jours", {"type_lieu": ["antenne", "permanence"]}, {"lecture": "delai"}),
    ("sans_rdv_sous_n_jours", {"type_lieu": ["antenne", "permanence"]}, {"lecture": "a_venir"}),
    ("participations", {}, {}),
    ("premiers_accueils", {"mode_connaissance": ["jeune_referent"]}, {}),
    ("partenaires_crees", {}, {}),
    ("seances_tenues", {}, {}),
    ("evenements", {"nature": ["visite"]}, {}),
    ("contacts", {"mode_connaissance": ["site"]}, {}),
    ("part_mode_connaissance", {}, {"mode": ["site"]}),
    ("participants", {}, {}),
    ("taux_presence", {}, {}),
    ("inscriptions", {"origine": ["jeune_referent"]}, {}),
    ("sorties_positives", {}, {}),
    ("entrees_situation", {}, {"type": ["formation", "alternance", "cdi"]}),
    ("pmsmp", {}, {}),
    ("personnes_rencontrees", {"nature": ["contact"]}, {}),
    ("contacts", {"type_demande": ["suivi"]}, {}),
    ("premiers_accueils", {}, {}),
    ("jeunes_accompagnes", {}, {}),
    ("evenements", {}, {}),
    ("entretiens", {}, {}),
    ("evenements", {"nature": ["atelier"]}, {}),
    ("idees", {}, {}),
    ("remarques_avec_reponse", {}, {}),
    ("orientations", {}, {}),
    ("entretiens_par_jeune", {}, {}),
    ("jeunes_accompagnes_suite", {}, {"mois": 6}),
]


def frame(evenements: int) -> None:
    """Make the places, the plan with its 35 computable indicators, and the séances."""
    epci = EPCI.objects.create(code="200000001", nom="Communauté")
    Commune.objects.bulk_create(
        Commune(code=f"{n:05d}", nom=f"Commune {n}", nom_normalise=f"commune {n}", departement="03", epci=epci)
        for n in range(1, 61)
    )
    kinds = ["siege", "antenne", "antenne"] + ["permanence"] * 6 + ["camion"] * 3 + ["tiers_lieu"]
    Lieu.objects.bulk_create(Lieu(nom=f"Lieu {n}", type=kind, ordre=n) for n, kind in enumerate(kinds))
    DefinitionSortiePositive.objects.create(
        version=1, libelle="Emploi ou formation", choisie=True, duree_minimale_jours=30,
        situations=["cdi", "cdd_long", "alternance", "formation"],
    )  # fmt: skip
    projet = ProjetAssociatif.objects.create(titre="Projet", debut=DEBUT)
    general = ObjectifGeneral.objects.create(projet=projet, numero=1, titre="Objectif")
    objectif = ObjectifOperationnel.objects.create(objectif_general=general, numero=1, titre="Objectif")
    fiches = [FicheAction.objects.create(objectif=objectif, numero=n + 1, titre=f"Fiche {n + 1}") for n in range(18)]
    criteres = [Critere.objects.create(fiche=fiche, libelle="Critère") for fiche in fiches]
    for rang, (cle, filtres, parametres) in enumerate(INDICATEURS):
        Indicateur.objects.create(
            critere=criteres[rang % 18], libelle=cle, type="calcule", mesure=cle, filtres=filtres, parametres=parametres
        )
    regroupement = Regroupement.objects.create(titre="Regroupement")
    lieu = Lieu.objects.get(ordre=0)
    Seance.objects.bulk_create(
        Seance(regroupement=regroupement, lieu=lieu, debut_le=moment, fin_le=moment + datetime.timedelta(hours=2),
               jour=moment.date(), places=20)
        for moment in (
            datetime.datetime(2023, 7, 3, 10, tzinfo=datetime.UTC) + datetime.timedelta(days=n % 1090)
            for n in range(max(evenements // 1000, 36))
        )
    )  # fmt: skip


def fill(evenements: int) -> None:
    """Fill an empty database; keep one that this bench filled; refuse any other."""
    call_command("migrate", verbosity=0)
    present = Evenement.objects.count()
    if present:
        if present != evenements:
            sys.exit(f"The database holds {present} événements, not {evenements}: choose another VAR_DIR or database.")
        return
    started = time.perf_counter()
    # One transaction: a run that is cut leaves an empty database.
    with transaction.atomic():
        frame(evenements)
        alea = Generateur(evenements)
        rows = insert(Evenement, alea.tous_evenements()) + insert(RendezVous, alea.tous_rendez_vous())
        rows += insert(Situation, alea.toutes_situations()) + insert(Inscription, alea.toutes_inscriptions())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    seconds = time.perf_counter() - started
    say(f"{rows} rows in {seconds:.0f} s, {rows / seconds:.0f} a second")


# --- The best SQL by hand ------------------------------------------------------------------------------------------

Jour = datetime.date


def by_hand(cle: str, parametres: dict[str, Any], periode: Periode) -> tuple[str, list[Any]]:
    """Return the statement that answers (numerator, denominator or null) over a period, without filters."""
    postgres = connection.vendor == "postgresql"
    days = [periode.debut, periode.fin]
    between = "jour BETWEEN %s AND %s"
    simple = {
        "premiers_accueils": "nature = 'premier_accueil'",
        "entretiens": f"nature IN {ENTRETIENS}",
        "evenements": "1 = 1",
        "contacts": "nature = 'contact'",
    }
    if cle in simple:
        return f"SELECT COUNT(*), NULL FROM accueil_evenement WHERE {simple[cle]} AND {between}", days
    distinct = {
        "jeunes_recus": f"nature IN {ENTRETIENS}",
        "jeunes_accompagnes": "nature IN ('premier_accueil', 'entretien', 'entretien_partenaire', 'atelier', "
        "'information_collective')",
    }
    if cle in distinct:
        people = f"SELECT DISTINCT personne FROM accueil_evenement WHERE {distinct[cle]} AND {between}"
        return f"SELECT COUNT(personne), NULL FROM ({people}) p", days
    if cle == "personnes_rencontrees":
        people = f"SELECT DISTINCT personne FROM accueil_evenement WHERE {between}"
        alone = f"SELECT COUNT(*) FROM accueil_evenement WHERE personne IS NULL AND {between}"
        return f"SELECT (SELECT COUNT(personne) FROM ({people}) p) + ({alone}), NULL", days + days
    if cle == "entretiens_par_jeune":
        grouped = f"SELECT personne, COUNT(*) n FROM accueil_evenement WHERE nature IN {ENTRETIENS} AND {between}"
        return f"SELECT SUM(n), COUNT(*) FROM ({grouped} AND personne IS NOT NULL GROUP BY personne) p", days
    if cle == "part_mode_connaissance":
        return (
            "SELECT COUNT(*) FILTER (WHERE mode_connaissance = 'jeune_referent'), COUNT(*) FROM accueil_evenement "
            f"WHERE nature = 'premier_accueil' AND mode_connaissance <> '' AND {between}"
        ), days
    if cle == "jeunes_accompagnes_suite":
        return _suite(parametres["mois"], 3, periode, postgres)
    if cle == "sans_rdv_sous_n_jours":
        return _sans_rdv(parametres["lecture"], periode, postgres)
    if cle == "sorties_positives":
        lasting = "jour + 29" if postgres else "date(jour, '+29 days')"
        return (
            "SELECT COUNT(*), NULL FROM (SELECT DISTINCT personne FROM jeunes_situation WHERE type IN "
            f"('cdi', 'cdd_long', 'alternance', 'formation') AND {between} AND (fin IS NULL OR fin >= {lasting})) p"
        ), [periode.debut, min(periode.fin, ARRETE_AU - datetime.timedelta(days=29))]
    if cle == "pmsmp":
        return f"SELECT COUNT(*), NULL FROM jeunes_situation WHERE type = 'pmsmp' AND {between}", days
    came = (
        "FROM participation_inscription i JOIN participation_seance s ON s.id = i.seance_id "
        "WHERE s.annulee_le IS NULL AND s.jour BETWEEN %s AND %s"
    )
    if cle == "participants":
        return f"SELECT COUNT(DISTINCT personne), NULL {came} AND presence = 'present'", days
    if cle == "taux_presence":
        recorded = "(SELECT seance_id FROM participation_inscription WHERE presence <> '')"
        return (
            f"SELECT COUNT(*) FILTER (WHERE presence = 'present'), COUNT(*) {came} AND statut = 'confirmee' "
            f"AND i.seance_id IN {recorded}"
        ), days
    raise KeyError(cle)


def _suite(mois: int, fenetre: int, periode: Periode, postgres: bool) -> tuple[str, list[Any]]:
    """Write the follow-up: first interviews of the moved period, and a later interview within the window."""
    moved = shifted(periode, Contexte({"mois": mois}, ARRETE_AU))
    assert moved is not None
    if postgres:
        low, high = f"(p.jour + interval '{mois - fenetre} months')::date", f"(p.jour + interval '{mois} months')::date"
    else:

        def months(n: int) -> str:
            return f"min(date(p.jour, '+{n} months'), date(p.jour, 'start of month', '+{n + 1} months', '-1 day'))"

        low, high = months(mois - fenetre), months(mois)
    later = (
        "SELECT 1 FROM accueil_evenement e WHERE e.personne = p.personne AND e.nature IN "
        f"('entretien', 'entretien_partenaire') AND e.jour > {low} AND e.jour <= {high}"
    )
    return (
        f"SELECT COUNT(*) FILTER (WHERE EXISTS ({later})), COUNT(*) FROM accueil_evenement p "
        "WHERE p.nature = 'premier_accueil' AND p.personne IS NOT NULL AND p.jour BETWEEN %s AND %s"
    ), [moved.debut, moved.fin]


def _sans_rdv(lecture: str, periode: Periode, postgres: bool) -> tuple[str, list[Any]]:
    """Write both readings."""
    n = datetime.timedelta(days=15)
    if lecture == "delai":
        limit = "jour + 15" if postgres else "date(jour, '+15 days')"
        return (
            f"SELECT COUNT(*) FILTER (WHERE prevu_jour IS NULL OR prevu_jour > {limit}), COUNT(*) "
            "FROM accueil_rendezvous WHERE statut <> 'annule' AND jour BETWEEN %s AND %s"
        ), [periode.debut, min(periode.fin, ARRETE_AU - n)]
    followed = (
        f"SELECT DISTINCT personne FROM accueil_evenement WHERE nature IN {ENTRETIENS} AND jour BETWEEN %s AND %s "
        "AND personne IS NOT NULL"
    )
    expected = (
        "SELECT 1 FROM accueil_rendezvous r WHERE r.personne = p.personne AND r.statut <> 'annule' AND r.jour <= %s "
        "AND r.prevu_jour BETWEEN %s AND %s"
    )
    since = add_months(periode.fin, -5) + datetime.timedelta(days=1)
    # Each person once before the rendez-vous are looked for.
    return f"SELECT COUNT(*) FILTER (WHERE NOT EXISTS ({expected})), COUNT(*) FROM ({followed}) p", [
        periode.fin, periode.fin - n, periode.fin + n, since, periode.fin,
    ]  # fmt: skip


# --- Measure -------------------------------------------------------------------------------------------------------

FIGURES: list[tuple[str, dict[str, Any]]] = [
    ("premiers_accueils", {}),
    ("entretiens", {}),
    ("evenements", {}),
    ("contacts", {}),
    ("jeunes_recus", {}),
    ("jeunes_accompagnes", {}),
    ("personnes_rencontrees", {}),
    ("entretiens_par_jeune", {}),
    ("part_mode_connaissance", {"mode": ("jeune_referent",)}),
    ("jeunes_accompagnes_suite", {"mois": 6}),
    ("jeunes_accompagnes_suite", {"mois": 12}),
    ("sans_rdv_sous_n_jours", {"lecture": "delai"}),
    ("sans_rdv_sous_n_jours", {"lecture": "a_venir"}),
    ("sorties_positives", {}),
    ("pmsmp", {}),
    ("participants", {}),
    ("taux_presence", {}),
]


def best_of(*work: Callable[[], Any]) -> list[float]:
    """
    Return the best time of each, measured in turn so that a busy moment falls on all; quick ones are tried more often.

    SQLite works in this process: its processor time, which other programs do not disturb. PostgreSQL: the wait.
    """
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    best = [float("inf")] * len(work)
    tries, until = 0, time.perf_counter() + 1
    while tries < ESSAIS or (tries < 50 and time.perf_counter() < until):
        for rang, item in enumerate(work):
            started = clock()
            item()
            best[rang] = min(best[rang], clock() - started)
        tries += 1
    return best


def compare(cle: str, parametres: dict[str, Any], periode: Periode) -> float:
    """Time one figure both ways, check that they agree, print, and return the ratio."""
    demande = Demande.make(cle, periode, None, parametres)
    sql, params = by_hand(cle, parametres, periode)

    def hand() -> tuple[Any, Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, [str(p) if connection.vendor == "sqlite" else p for p in params])
            row: tuple[Any, Any] = cursor.fetchone()
            return row

    result = calculer([demande], arrete_au=ARRETE_AU)[demande]
    numerator, denominator = hand()
    assert result.numerateur == numerator, (cle, result, numerator)
    assert denominator is None or result.denominateur == denominator, (cle, result, denominator)
    engine, written = best_of(lambda: calculer([demande], arrete_au=ARRETE_AU), hand)
    name = cle + "".join(f" {value}" for value in parametres.values() if not isinstance(value, tuple))
    ratio = engine / written
    say(f"{name:36} {engine * 1000:9.1f} ms {written * 1000:9.1f} ms {ratio:6.2f}   {result.valeur:.4f}")
    return ratio


def main() -> None:
    """Fill, compare each figure, then time the nightly computation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evenements", type=int, default=102_420, help="34,140 a year over three years")
    options = parser.parse_args()
    fill(options.evenements)
    say(f"{connection.vendor}, {options.evenements} événements; best of {ESSAIS}, engine and SQL by hand in turn")
    say(f"{'figure':36} {'engine':>12} {'by hand':>12} {'ratio':>6}   value")
    periode = Periode(DEBUT, FIN)
    ratios = [compare(cle, parametres, periode) for cle, parametres in FIGURES]
    say(f"worst ratio: {max(ratios):.2f}")
    projet = ProjetAssociatif.objects.get()
    indicateurs = list(calcul.computable(projet))
    one = [Demande.of(indicateur, periode) for indicateur in indicateurs]
    periodes = periodes_suivies(projet, arrete_au=ARRETE_AU).all()
    every = [demande.over(other) for demande in one for other in periodes]
    [figures] = best_of(lambda: calculer(one, arrete_au=ARRETE_AU))
    started = time.perf_counter()
    calculer(every, arrete_au=ARRETE_AU)
    everything = time.perf_counter() - started
    say(f"the {len(one)} indicators of the 18 fiches, whole projet: {figures:.2f} s")
    say(f"the same over {len(periodes)} periods each ({len(every)} values): {everything:.2f} s")


if __name__ == "__main__":
    main()
