"""A database of a plausible shape for the measures: places, a plan of 18 fiches, séances, and years of facts."""

import datetime
import itertools
import random
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from accueil.models import Evenement, RendezVous
from demonstration import ecriture
from evaluation.services import calcul_nuit
from jeunes.models import Definition, Situation
from participation.models import Inscription, Regroupement, Seance
from plans_action.choix import StatutFiche
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
LOT = 5000
ECRITS_PAR_PYTHON = 100_000
COPIES: tuple[type[models.Model], ...] = (Evenement, RendezVous, Situation)
DIX_HEURES = datetime.time(10, tzinfo=datetime.UTC)
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


def insert(model: type[models.Model], rows: Iterator[dict[str, Any]]) -> int:
    """Insert rows by lots; what a row does not say has the field's default, the same moment for all."""
    defaults = {field.attname: field.get_default() for field in model._meta.local_concrete_fields}
    done = 0
    while lot := [ecriture.ligne(model, **{**defaults, **row}) for row in itertools.islice(rows, LOT)]:
        ecriture.insert(model, lot)
        done += len(lot)
    return done


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
        moment = datetime.datetime.combine(jour, DIX_HEURES)
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


def frame(evenements: int) -> None:
    """Make the places, the plan with its 35 computable indicators, and the séances."""
    epci = EPCI.objects.create(code="200000001", nom="Communauté")
    Commune.objects.bulk_create(
        Commune(code=f"{n:05d}", nom=f"Commune {n}", nom_normalise=f"commune {n}", departement="03", epci=epci)
        for n in range(1, 61)
    )
    kinds = ["siege", "antenne", "antenne"] + ["permanence"] * 6 + ["camion"] * 3 + ["tiers_lieu"]
    Lieu.objects.bulk_create(Lieu(nom=f"Lieu {n}", type=kind, ordre=n) for n, kind in enumerate(kinds))
    Definition.objects.create(objet="sortie_positive", lecture="entree",
        version=1, libelle="Emploi ou formation", choisie=True, duree_minimale_jours=30,
        situations=["cdi", "cdd_long", "alternance", "formation"],
    )  # fmt: skip
    projet = ProjetAssociatif.objects.create(titre="Projet", debut=DEBUT)
    general = ObjectifGeneral.objects.create(projet=projet, numero=1, titre="Objectif")
    objectif = ObjectifOperationnel.objects.create(objectif_general=general, numero=1, titre="Objectif")
    fiches = [
        FicheAction.objects.create(objectif=objectif, numero=n + 1, titre=f"Fiche {n + 1}", statut=StatutFiche.EN_COURS)
        for n in range(18)
    ]
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


def copies_of(evenements: int) -> int:
    """Return how many times over the rows written by Python are written in all: PostgreSQL copies them by itself."""
    copies = -(-evenements // ECRITS_PAR_PYTHON)
    return copies if connection.vendor == "postgresql" and evenements % copies == 0 else 1


def copy_people(copies: int) -> int:
    """Write the facts again for other people of the same shape, with keys made from those of the first ones."""
    rows = 0
    with connection.cursor() as cursor:
        for model in COPIES:
            table, champs = model._meta.db_table, model._meta.local_concrete_fields
            columns = ", ".join(f'"{champ.column}"' for champ in champs)
            made = ", ".join(
                f"md5(\"{champ.column}\"::text || '-' || copie)::uuid"
                if champ.name in ("id", "personne")
                else f'"{champ.column}"'
                for champ in champs
            )
            # In the order of time, as facts are typed.
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {made} FROM {table}, generate_series(2, %s) copie ORDER BY jour",
                [copies],
            )
            rows += cursor.rowcount
    return rows


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
        copies = copies_of(evenements)
        alea = Generateur(evenements // copies)
        with ecriture.foreign_keys_at_the_end(*COPIES, Inscription):
            rows = insert(Evenement, alea.tous_evenements()) + insert(RendezVous, alea.tous_rendez_vous())
            rows += insert(Situation, alea.toutes_situations()) + insert(Inscription, alea.toutes_inscriptions())
            if copies > 1:
                rows += copy_people(copies)
        # As each night does while nobody waits for changes: else the first run would take out one a row.
        calcul_nuit.tidy()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    seconds = time.perf_counter() - started
    print(f"{rows} rows in {seconds:.0f} s, {rows / seconds:.0f} a second", flush=True)
