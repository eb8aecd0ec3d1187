"""A small random world, in the database and in plain Python, and slow obvious counts over the second."""

import datetime
import math
import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.utils import timezone
from hypothesis import strategies as st

from accueil.choix import (
    Canal,
    ModeConnaissance,
    Nature,
    NatureContactEntreprise,
    SensOrientation,
    StatutRendezVous,
    SuiteCandidature,
    TypeDemande,
)
from accueil.models import Candidature, ContactEntreprise, Evenement, Orientation, RendezVous
from commun.dates import add_months
from evaluation.models import Feuille, Option, Question, Questionnaire, ReponseQuestion, Vague
from jeunes.choix import TypeSituation
from jeunes.models import Definition, Situation
from participation.choix import CategorieInvite, OrigineInscription, Presence, StatutInscription
from participation.models import Idee, Inscription, Invitation, Regroupement, Seance
from plans_action.models import DemandeFormation, FicheAction, Formation
from structure.models import EPCI, Commune, Lieu, Partenaire

# Around the ends of months, where « six months later » is easy to get wrong; a few days, so that facts meet.
JOURS = [
    datetime.date(*day)
    for day in [
        (2024, 2, 29), (2024, 5, 31), (2024, 7, 31), (2024, 8, 1), (2024, 8, 31), (2024, 9, 1), (2024, 11, 30),
        (2025, 1, 1), (2025, 1, 31), (2025, 2, 1), (2025, 2, 27), (2025, 2, 28), (2025, 3, 1), (2025, 3, 15),
        (2025, 3, 31), (2025, 4, 15),
    ]
]  # fmt: skip
RANGS = range(3)
VIDE_OU_RANG = [None, None, None, *RANGS]


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def rows(**fields):
    """
    Return a row, each field being one of its values.

    A row is one draw, the rank of one of all its combinations: a draw per field costs more than the measures counted.
    """
    combinations = math.prod(len(values) for values in fields.values())
    assert combinations < 2**24, "above, Hypothesis prefers small numbers, and the last fields would hardly vary"

    def row(rank):
        drawn = {}
        for name, values in fields.items():
            rank, index = divmod(rank, len(values))
            drawn[name] = values[index]
        return drawn

    return st.integers(0, combinations - 1).map(row)


# What is frozen of a person at a fact; nobody's for an anonymous contact.
PROFILS = rows(
    personne=[None, *(uuid.UUID(int=n) for n in range(1, 4))],
    age=[None, 16, 17, 18, 21, 22, 25, 26],
    sexe=["", "F", "H"],
    niveau=["", "sans", "4"],
    commune_id=[None, "03190", "03001"],
    epci_id=[None, "200000001"],
)


def facts(**fields):
    """Return a list of facts: a profile, a day, a place, a fiche, and the fields of the kind."""

    def fact(pair):
        profil, row = pair
        return {**profil, "mineur": None if profil["age"] is None else profil["age"] < 18, **row}

    row = rows(jour=JOURS, lieu=VIDE_OU_RANG, fiche=VIDE_OU_RANG, **fields)
    return st.lists(st.tuples(PROFILS, row).map(fact), max_size=8)


@dataclass
class Monde:
    """The rows as dictionaries; each has `id`, its `jour`, and the keys of its model."""

    evenements: list = field(default_factory=list)
    rendez_vous: list = field(default_factory=list)
    orientations: list = field(default_factory=list)
    situations: list = field(default_factory=list)
    seances: list = field(default_factory=list)
    inscriptions: list = field(default_factory=list)
    idees: list = field(default_factory=list)
    partenaires: list = field(default_factory=list)
    feuilles: list = field(default_factory=list)
    invitations: list = field(default_factory=list)
    contacts_entreprise: list = field(default_factory=list)
    candidatures: list = field(default_factory=list)
    demandes: list = field(default_factory=list)
    formations: list = field(default_factory=list)


# None as often as anything else, where a fact may say nothing.
MONDES = st.builds(
    Monde,
    evenements=facts(
        nature=[Nature.PREMIER_ACCUEIL, Nature.ENTRETIEN, Nature.ENTRETIEN, Nature.CONTACT, Nature.ATELIER],
        canal=[Canal.PRESENCE, Canal.SMS],
        mode_connaissance=["", ModeConnaissance.JEUNE_REFERENT, ModeConnaissance.SITE],
        type_demande=["", TypeDemande.SUIVI],
    ),
    rendez_vous=facts(
        prevu=[*[None] * 41, *range(41)],
        statut=[StatutRendezVous.FIXE, StatutRendezVous.HONORE, StatutRendezVous.ANNULE],
    ),
    orientations=facts(sens=SensOrientation.values),
    situations=facts(
        type=[TypeSituation.CDI, TypeSituation.PMSMP, TypeSituation.FORMATION], duree=[*[None] * 61, *range(61)]
    ),
    seances=st.lists(
        rows(jour=JOURS, lieu=RANGS, fiche=VIDE_OU_RANG, regroupement=RANGS, annulee=[False, False, True]), max_size=4
    ),
    inscriptions=facts(
        seance=range(4),
        statut=StatutInscription.values,
        presence=["", *Presence.values],
        origine=["", OrigineInscription.JEUNE_REFERENT],
    ),
    idees=st.lists(
        rows(jour=JOURS, fiche=VIDE_OU_RANG, repondue=[*[None] * len(JOURS), *JOURS]), max_size=5
    ),
    partenaires=st.lists(
        rows(
            jour=JOURS, type=["social", "sante"],
            fiches=[{rank for rank in RANGS if wanted >> rank & 1} for wanted in range(2 ** len(RANGS))],
        ), max_size=5,
    ),
    # Many of few kinds: five sheets of one vague must meet.
    feuilles=st.lists(
        rows(
            vague=RANGS, jour=JOURS, canal=["en_ligne", "papier"], montree=[True, True, False],
            reponses=[(a, b) for a in (None, 0, 1, 2) for b in (None, 0, 1)],
        ), max_size=24,
    ),
    invitations=st.lists(
        rows(
            seance=range(4), presence=["", "present", "present", "absent"],
            categorie=[CategorieInvite.JEUNE, CategorieInvite.ELU],
        ), max_size=8,
    ),
    contacts_entreprise=st.lists(
        rows(jour=JOURS, fiche=VIDE_OU_RANG, entreprise=RANGS, nature=NatureContactEntreprise.values), max_size=8
    ),
    candidatures=facts(suite=[SuiteCandidature.ENVOYEE, SuiteCandidature.RETENUE], entreprise=RANGS),
    demandes=st.lists(
        rows(jour=JOURS, fiche=VIDE_OU_RANG, statut=["demandee", "acceptee", "refusee"], motif=["budget", "places"]),
        max_size=5,
    ),
    formations=st.lists(
        rows(
            jour=JOURS, fiche=VIDE_OU_RANG, statut=["prevue", "tenue", "annulee"],
            motif=["participants", "participants", "budget"],
        ), max_size=5,
    ),
)  # fmt: skip

# Of each vague: its questionnaire, version, place, fiche, last day, whether it was closed; two versions, then another.
VAGUES = [
    {"questionnaire": 0, "lieu": 0, "fiche": 1, "au": datetime.date(2024, 8, 31), "close": True, "public": "jeunes"},
    {"questionnaire": 0, "lieu": 1, "fiche": 1, "au": datetime.date(2025, 2, 28), "close": False, "public": "jeunes"},
    {
        "questionnaire": 1,
        "lieu": 1,
        "fiche": 2,
        "au": datetime.date(2025, 2, 28),
        "close": True,
        "public": "employeurs",
    },
]
FAVORABLES = (1, 2)


class Cadre:
    """The places, fiches and regroupements that facts point at, made once; the second regroupement has a fiche."""

    def __init__(self):
        epci = EPCI.objects.create(code="200000001", nom="Communauté")
        for code in ("03190", "03001"):
            Commune.objects.create(code=code, nom=code, nom_normalise=code, departement="03", epci=epci)
        types = ("siege", "camion", "camion")
        self.lieux = [Lieu.objects.create(nom=f"Lieu {n}", type=kind) for n, kind in enumerate(types)]
        self.fiches = [FicheAction.objects.create(titre=f"Fiche {n}") for n in range(3)]
        self.regroupements = [
            Regroupement.objects.create(titre=f"Groupe {n}", fiche_action=self.fiches[n] if n == 1 else None)
            for n in range(3)
        ]
        self.entreprises = [
            Partenaire.objects.create(nom=f"Entreprise {n}", type="employeur", depuis_le=datetime.date(2000, 1, 1))
            for n in range(3)
        ]
        self.partenaire = Partenaire.objects.create(nom="Hôte", type="social", depuis_le=datetime.date(2000, 1, 1))
        self._ask()
        Definition.objects.create(
            objet="sortie_positive",
            lecture="entree",
            version=1,
            libelle="Emploi",
            situations=["cdi", "formation"],
            duree_minimale_jours=30,
            choisie=True,
        )
        Definition.objects.create(
            objet="sortie_positive", lecture="entree", version=2, libelle="Large", situations=["cdi", "pmsmp"]
        )
        Definition.objects.create(
            objet="sortie_positive", lecture="dernier_jour", version=3, libelle="Ce jour", situations=["cdi", "pmsmp"],
            duree_minimale_jours=15,
        )  # fmt: skip

    def _ask(self):
        """Make two questionnaires of two questions, the first in two versions, and a vague of each version."""
        self.questionnaires = [SimpleNamespace(pk=uuid.uuid4()) for _ in range(2)]
        cles = [[uuid.uuid4(), uuid.uuid4()] for _ in range(2)]
        self.questions = [SimpleNamespace(pk=cle) for pair in cles for cle in pair]
        self.vagues, self.options = [], []
        for rank, vague in enumerate(VAGUES):
            who = vague["questionnaire"]
            version = Questionnaire.objects.create(
                serie=self.questionnaires[who].pk, version=rank + 1, titre=f"Avis {who}", public=vague["public"],
                etat="ouvert",
            )  # fmt: skip
            self.options.append([])
            for cle in cles[who]:
                question = Question.objects.create(questionnaire=version, cle=cle, type="choix", libelle=str(cle))
                self.options[-1].append(
                    [
                        Option.objects.create(question=question, ordre=n, libelle=str(n), favorable=n in FAVORABLES)
                        for n in range(3)
                    ]
                )
            self.vagues.append(
                Vague.objects.create(
                    questionnaire=version, libelle=f"Vague {rank}", du=datetime.date(2024, 1, 1), au=vague["au"],
                    lieu=self.lieux[vague["lieu"]], fiche_action=self.fiches[vague["fiche"]],
                    fermee_le=noon(vague["au"]) if vague["close"] else None,
                )
            )  # fmt: skip

    def at(self, rows, rank):
        return None if rank is None else rows[rank]

    def load(self, monde):
        """Write the world; complete its dictionaries with what the counts read."""
        seen = set()
        for row in monde.evenements:  # one premier accueil per person
            if row["nature"] == Nature.PREMIER_ACCUEIL and (row["personne"] in seen or row["personne"] is None):
                row["nature"] = Nature.ENTRETIEN
            elif row["nature"] == Nature.PREMIER_ACCUEIL:
                seen.add(row["personne"])
        for row in monde.rendez_vous:
            row["prevu_jour"] = None if row["prevu"] is None else row["jour"] + datetime.timedelta(days=row["prevu"])
        for row in monde.situations:
            row["fin"] = None if row["duree"] is None else row["jour"] + datetime.timedelta(days=row["duree"])
        rows = [*monde.evenements, *monde.rendez_vous, *monde.orientations, *monde.situations]
        registres = [*monde.invitations, *monde.contacts_entreprise, *monde.candidatures]
        registres += [*monde.demandes, *monde.formations, *monde.feuilles]
        for row in [*rows, *monde.seances, *monde.inscriptions, *monde.idees, *monde.partenaires, *registres]:
            row["id"] = uuid.uuid4()
        self._load_facts(monde)
        self._load_seances(monde)
        self._load_others(monde)
        self._load_feuilles(monde)
        self._load_registres(monde)

    def _fait(self, row, *names):
        fields = {
            name: row[name] for name in ("id", "personne", "age", "mineur", "sexe", "niveau", "commune_id", "epci_id")
        }
        return {**fields, **{name: row[name] for name in names}}

    def _where(self, row):
        return {
            "fait_le": noon(row["jour"]), "jour": row["jour"],
            "lieu": self.at(self.lieux, row["lieu"]), "fiche_action": self.at(self.fiches, row["fiche"]),
        }  # fmt: skip

    def _load_facts(self, monde):
        Evenement.objects.bulk_create(
            Evenement(**self._where(r), **self._fait(r, "nature", "canal", "mode_connaissance", "type_demande"))
            for r in monde.evenements
        )
        RendezVous.objects.bulk_create(
            RendezVous(**self._where(r), **self._fait(r, "prevu_jour", "statut")) for r in monde.rendez_vous
        )
        Orientation.objects.bulk_create(
            Orientation(**self._where(r), **self._fait(r, "sens"), partenaire=self.partenaire)
            for r in monde.orientations
        )
        Situation.objects.bulk_create(Situation(**self._fait(r, "type", "jour", "fin")) for r in monde.situations)

    def _load_seances(self, monde):
        Seance.objects.bulk_create(
            Seance(
                id=r["id"], regroupement=self.regroupements[r["regroupement"]], debut_le=noon(r["jour"]),
                fin_le=noon(r["jour"]) + datetime.timedelta(hours=2), lieu=self.lieux[r["lieu"]],
                places=20, jour=r["jour"], fiche_action=self.at(self.fiches, r["fiche"]),
                annulee_le=noon(r["jour"]) if r["annulee"] else None,
            )
            for r in monde.seances
        )  # fmt: skip
        for row in monde.seances:
            if row["fiche"] is None and row["regroupement"] == 1:
                row["fiche"] = 1
        monde.inscriptions = [row for row in monde.inscriptions if row["seance"] < len(monde.seances)]
        for row in monde.inscriptions:
            row["seance"] = monde.seances[row["seance"]]
            row["jour"] = row["seance"]["jour"]
        Inscription.objects.bulk_create(
            Inscription(seance_id=r["seance"]["id"], **self._fait(r, "statut", "presence", "origine"))
            for r in monde.inscriptions
        )

    def _load_others(self, monde):
        Idee.objects.bulk_create(
            Idee(
                id=r["id"], texte="Une idée", deposee_le=noon(r["jour"]), fiche_action=self.at(self.fiches, r["fiche"]),
                repondue_le=noon(r["repondue"]) if r["repondue"] else None,
            )
            for r in monde.idees
        )  # fmt: skip
        Partenaire.objects.bulk_create(
            Partenaire(id=r["id"], nom="P", type=r["type"], depuis_le=r["jour"]) for r in monde.partenaires
        )
        lien = FicheAction.partenaires.through  # without a line of history for each
        lien.objects.bulk_create(
            lien(ficheaction=self.fiches[rank], partenaire_id=r["id"])
            for r in monde.partenaires
            for rank in r["fiches"]
        )

    def _load_feuilles(self, monde):
        for row in monde.feuilles:
            row.update({key: VAGUES[row["vague"]][key] for key in ("questionnaire", "lieu", "fiche", "public")})
        Feuille.objects.bulk_create(
            Feuille(
                id=r["id"], vague=self.vagues[r["vague"]], jour=r["jour"], canal=r["canal"], anonyme=True,
                montree=r["montree"],
            )
            for r in monde.feuilles
        )  # fmt: skip
        ReponseQuestion.objects.bulk_create(
            ReponseQuestion(feuille_id=r["id"], question_id=option.question_id, option=option)
            for r in monde.feuilles
            for rank, chosen in enumerate(r["reponses"])
            if chosen is not None
            for option in [self.options[r["vague"]][rank][chosen]]
        )

    def _load_registres(self, monde):
        monde.invitations = [row for row in monde.invitations if row["seance"] < len(monde.seances)]
        for row in monde.invitations:
            row["seance"] = monde.seances[row["seance"]]
            row["jour"] = row["seance"]["jour"]
        Invitation.objects.bulk_create(
            Invitation(
                id=r["id"], seance_id=r["seance"]["id"], categorie=r["categorie"], presence=r["presence"], libelle="X"
            )
            for r in monde.invitations
        )  # fmt: skip
        ContactEntreprise.objects.bulk_create(
            ContactEntreprise(
                id=r["id"], partenaire=self.entreprises[r["entreprise"]], jour=r["jour"], nature=r["nature"],
                fiche_action=self.at(self.fiches, r["fiche"]),
            )
            for r in monde.contacts_entreprise
        )  # fmt: skip
        Candidature.objects.bulk_create(
            Candidature(**self._where(r), **self._fait(r, "suite"), partenaire=self.entreprises[r["entreprise"]])
            for r in monde.candidatures
        )
        DemandeFormation.objects.bulk_create(
            DemandeFormation(
                id=r["id"], intitule="D", jour=r["jour"], statut=r["statut"],
                decidee_le=None if r["statut"] == "demandee" else r["jour"],
                motif=r["motif"] if r["statut"] == "refusee" else "", fiche_action=self.at(self.fiches, r["fiche"]),
            )
            for r in monde.demandes
        )  # fmt: skip
        Formation.objects.bulk_create(
            Formation(
                id=r["id"], intitule="F", jour=r["jour"], statut=r["statut"],
                motif=r["motif"] if r["statut"] == "annulee" else "", fiche_action=self.at(self.fiches, r["fiche"]),
            )
            for r in monde.formations
        )  # fmt: skip


# --- Slow obvious counts ------------------------------------------------------------------------------------------

ENTRETIENS = (Nature.PREMIER_ACCUEIL, Nature.ENTRETIEN, Nature.ENTRETIEN_PARTENAIRE)
ACCOMPAGNEMENT = (*ENTRETIENS, Nature.ATELIER, Nature.INFORMATION_COLLECTIVE)
PLAIN_FILTERS = {
    "canal", "nature", "mode_connaissance", "type_demande", "origine", "sens", "categorie", "suite", "motif",
    "public", "questionnaire", "vague",
}  # fmt: skip
TYPES_LIEU = ("siege", "camion", "camion")


# Filters that look at the fact alone.
AU_FAIT = (
    "canal", "nature", "mode_connaissance", "type_demande", "origine", "sens", "public", "questionnaire", "vague",
)  # fmt: skip


class Compte:
    """Count one figure over a world as one would by hand: rows, one after the other."""

    def __init__(self, monde, periode, arrete_au, filtres, parametres):
        self.monde, self.periode, self.arrete_au = monde, periode, arrete_au
        self.filtres, self.parametres = filtres, parametres

    def counts(self, cle):
        """Return what the numerator counts and what the denominator counts (None for a plain count)."""
        return getattr(self, cle)()

    # Which rows

    def inside(self, row):
        return self.periode.debut <= row["jour"] <= self.periode.fin and row["jour"] <= self.arrete_au

    def kept(self, row):
        """Tell whether a fact passes the filters; ranks stand for places, fiches and regroupements."""
        for nom, wanted in self.filtres.items():
            if nom == "lieu" and row["lieu"] not in wanted:
                return False
            if nom == "type_lieu" and (row["lieu"] is None or TYPES_LIEU[row["lieu"]] not in wanted):
                return False
            if nom == "fiche" and row["fiche"] not in wanted:
                return False
            if nom == "regroupement" and row["regroupement"] not in wanted:
                return False
            if nom in PLAIN_FILTERS and row[nom] not in wanted:
                return False
        return True

    def events(self, natures=None):
        rows = [row for row in self.monde.evenements if natures is None or row["nature"] in natures]
        return [row for row in rows if self.kept(row)]

    def sign_ups(self):
        """Return the sign-ups of séances that hold, under the filters of the séance and of the sign-up."""
        return [
            row
            for row in self.monde.inscriptions
            if not row["seance"]["annulee"] and self.kept({**row["seance"], "origine": row["origine"]})
        ]

    @staticmethod
    def people(rows):
        return {row["personne"] for row in rows if row["personne"] is not None}

    @staticmethod
    def ids(rows):
        return {row["id"] for row in rows}

    # Measures

    def questionnaires_remplis(self):
        return self.ids(r for r in self.monde.feuilles if self.inside(r) and self.kept(r)), None

    def reponses_favorables(self):
        favorable, answered = set(), set()
        wanted = self.filtres.get("question")
        others = Compte(self.monde, self.periode, self.arrete_au, {**self.filtres}, self.parametres)
        others.filtres.pop("question", None)
        for rank, vague in enumerate(VAGUES):
            over = vague["close"] or vague["au"] < self.arrete_au - datetime.timedelta(days=15)
            for numero in range(2):
                question = 2 * vague["questionnaire"] + numero
                cell = [
                    row
                    for row in self.monde.feuilles
                    if row["vague"] == rank and row["reponses"][numero] is not None and (over or row["montree"])
                ]
                if len(cell) < 5 or not self.inside({"jour": vague["au"]}) or not others.kept(cell[0]):
                    continue
                if wanted is not None and question not in wanted:
                    continue
                answered |= {(row["id"], question) for row in cell}
                favorable |= {(row["id"], question) for row in cell if row["reponses"][numero] in FAVORABLES}
        return favorable, answered

    def premiers_accueils(self):
        return self.ids(r for r in self.events([Nature.PREMIER_ACCUEIL]) if self.inside(r)), None

    def entretiens(self):
        return self.ids(r for r in self.events(ENTRETIENS) if self.inside(r)), None

    def evenements(self):
        return self.ids(r for r in self.events() if self.inside(r)), None

    def contacts(self):
        return self.ids(r for r in self.events([Nature.CONTACT]) if self.inside(r)), None

    def personnes_rencontrees(self):
        return {r["personne"] or r["id"] for r in self.events() if self.inside(r)}, None

    def jeunes_recus(self):
        return self.people(r for r in self.events(ENTRETIENS) if self.inside(r)), None

    def jeunes_accompagnes(self):
        if self.parametres.get("definition") != 2:
            return self.people(r for r in self.events(ACCOMPAGNEMENT) if self.inside(r)), None
        last = min(self.periode.fin, self.arrete_au)
        since = add_months(last, -5)
        return self.people(r for r in self.events(ENTRETIENS) if since < r["jour"] <= last), None

    def entretiens_par_jeune(self):
        rows = [r for r in self.events(ENTRETIENS) if self.inside(r) and r["personne"]]
        return self.ids(rows), self.people(rows)

    def part_mode_connaissance(self):
        rows = [r for r in self.events([Nature.PREMIER_ACCUEIL]) if self.inside(r) and r["mode_connaissance"]]
        return self.ids(r for r in rows if r["mode_connaissance"] in self.parametres["mode"]), self.ids(rows)

    def orientations(self):
        return self.ids(r for r in self.monde.orientations if self.inside(r) and self.kept(r)), None

    def jeunes_accompagnes_suite(self):
        mois, fenetre = self.parametres["mois"], self.parametres["fenetre"]
        due, still = [], []
        for row in self.events([Nature.PREMIER_ACCUEIL]):
            terme = add_months(row["jour"], mois)
            if not self.inside({"jour": terme}):
                continue
            due.append(row)
            debut = add_months(row["jour"], mois - fenetre)
            if any(
                debut < other["jour"] <= terme
                for other in self.monde.evenements
                if other["personne"] == row["personne"] and other["nature"] in ENTRETIENS[1:]
            ):
                still.append(row)
        return self.ids(still), self.ids(due)

    def sans_rdv_sous_n_jours(self):
        n = datetime.timedelta(days=self.parametres["jours"])
        planned = [r for r in self.monde.rendez_vous if r["statut"] != StatutRendezVous.ANNULE]
        if self.parametres["lecture"] == "delai":
            asked = [r for r in planned if self.inside(r) and self.kept(r) and r["jour"] + n <= self.arrete_au]
            late = [r for r in asked if r["prevu_jour"] is None or r["prevu_jour"] > r["jour"] + n]
            return self.ids(late), self.ids(asked)
        last = min(self.periode.fin, self.arrete_au)
        since = add_months(last, -5)
        followed = self.people(r for r in self.events(ENTRETIENS) if since < r["jour"] <= last)
        expected = self.people(
            r for r in planned if r["jour"] <= last and r["prevu_jour"] and last - n <= r["prevu_jour"] <= last + n
        )
        return followed - expected, followed

    def seances_tenues(self):
        held = [r for r in self.monde.seances if not r["annulee"] and self.inside(r)]
        return self.ids(r for r in held if self.kept(r)), None

    def participations(self):
        return self.ids(r for r in self.sign_ups() if self.inside(r) and r["presence"] == "present"), None

    def participants(self):
        return self.people(r for r in self.sign_ups() if self.inside(r) and r["presence"] == "present"), None

    def taux_presence(self):
        recorded = {r["seance"]["id"] for r in self.monde.inscriptions if r["presence"]}
        rows = [r for r in self.sign_ups() if self.inside(r) and r["statut"] == "confirmee"]
        rows = [r for r in rows if r["seance"]["id"] in recorded]
        return self.ids(r for r in rows if r["presence"] == "present"), self.ids(rows)

    def inscriptions(self):
        return self.ids(r for r in self.sign_ups() if self.inside(r) and r["statut"] != "annulee"), None

    def idees(self):
        return self.ids(r for r in self.monde.idees if self.inside(r) and self.kept(r)), None

    def remarques_avec_reponse(self):
        rows = [r for r in self.monde.idees if self.inside(r) and self.kept(r)]
        return self.ids(r for r in rows if r["repondue"] and r["repondue"] <= self.arrete_au), self.ids(rows)

    def partenaires_crees(self):
        rows = [r for r in self.monde.partenaires if self.inside(r)]
        if "fiche" in self.filtres:
            rows = [r for r in rows if r["fiches"] & set(self.filtres["fiche"])]
        return self.ids(rows), None

    # Registers

    def part_invites_presents(self):
        noted = {r["seance"]["id"] for r in self.monde.invitations if r["presence"]}
        rows = [
            r
            for r in self.monde.invitations
            if r["seance"]["id"] in noted
            and not r["seance"]["annulee"]
            and self.inside(r)
            and self.kept({**r["seance"], "categorie": r["categorie"]})
        ]
        return self.ids(r for r in rows if r["presence"] == "present"), self.ids(rows)

    def entreprises_suivies(self):
        rows = [r for r in self.monde.contacts_entreprise if self.inside(r) and self.kept(r)]
        return {
            r["entreprise"]
            for r in rows
            if any(
                other["entreprise"] == r["entreprise"] and other["jour"] < r["jour"]
                for other in self.monde.contacts_entreprise
            )
        }, None

    def candidatures(self):
        return self.ids(r for r in self.monde.candidatures if self.inside(r) and self.kept(r)), None

    def taux_rejet_formation(self):
        rows = [r for r in self.monde.demandes if r["statut"] != "demandee" and self.inside(r) and self.kept(r)]
        return self.ids(r for r in rows if r["statut"] == "refusee"), self.ids(rows)

    def formations_annulees(self):
        rows = [r for r in self.monde.formations if r["statut"] == "annulee"]
        return self.ids(r for r in rows if self.inside(r) and self.kept(r)), None

    # Situations: the filters are those of a cohort

    def in_cohort(self, situation):
        """Each filter is a cohort of its own: met there, or came there, on the day of the situation or before."""
        return all(self.met_or_came(situation, nom) for nom in self.filtres)

    def met_or_came(self, situation, nom):
        alone = Compte(self.monde, self.periode, self.arrete_au, {nom: self.filtres[nom]}, {})
        events = [] if nom == "regroupement" else alone.events()
        came = [row for row in alone.sign_ups() if row["presence"] == "present"]
        who, day = situation["personne"], situation["jour"]
        return who is not None and any(row["personne"] == who and row["jour"] <= day for row in [*events, *came])

    def situations(self, types):
        rows = [r for r in self.monde.situations if not types or r["type"] in types]
        return [r for r in rows if self.inside(r) and self.in_cohort(r)]

    def pmsmp(self):
        return self.ids(self.situations(["pmsmp"])), None

    def entrees_situation(self):
        return self.ids(self.situations(self.parametres["type"])), None

    def sorties_positives(self):
        if self.parametres["definition"] == 3:
            last = min(self.periode.fin, self.arrete_au)
            return self.people(
                r
                for r in self.monde.situations
                if r["type"] in ("cdi", "pmsmp")
                and self.in_cohort(r)
                and r["jour"] + datetime.timedelta(days=14) <= last
                and (r["fin"] is None or r["fin"] >= last)
            ), None
        kinds, days = (
            (["cdi", "formation"], 30) if self.parametres["definition"] in (None, 1) else (["cdi", "pmsmp"], 1)
        )
        last_needed = datetime.timedelta(days=days - 1)
        return self.people(
            r
            for r in self.situations(kinds)
            if r["jour"] + last_needed <= self.arrete_au and (r["fin"] is None or r["fin"] >= r["jour"] + last_needed)
        ), None

    # Cohorts: what becomes of those who enter

    def entries(self, suffixe):
        """Return the entries as (person, day, id), the filters being those of the entry."""
        if not suffixe:
            rows = [r for r in self.events([Nature.PREMIER_ACCUEIL]) if r["personne"]]
            return [r for r in rows if self.inside(r)]
        came = [
            r for r in self.monde.inscriptions
            if r["presence"] == "present" and not r["seance"]["annulee"] and r["personne"]
        ]  # fmt: skip
        first = {}
        for row in sorted(came, key=lambda r: (r["jour"], r["id"])):
            first.setdefault((row["personne"], row["seance"]["regroupement"]), row)
        return [r for r in first.values() if self.inside(r) and self.kept({**r["seance"], "origine": r["origine"]})]

    def term(self, row):
        return add_months(row["jour"], self.parametres["mois"])

    def due(self, suffixe):
        return [r for r in self.entries(suffixe) if self.term(r) <= self.arrete_au]

    def exited(self, row):
        kinds, days = {1: (["cdi", "formation"], 30), 2: (["cdi", "pmsmp"], 1), 3: (["cdi", "pmsmp"], 15)}[
            self.parametres["definition"] or 1
        ]
        for situation in self.monde.situations:
            held = situation["jour"] + datetime.timedelta(days=days - 1)
            if situation["personne"] != row["personne"] or situation["type"] not in kinds or held > self.term(row):
                continue
            if self.parametres["definition"] == 3:
                if situation["fin"] is None or situation["fin"] >= self.term(row):
                    return True
            elif situation["jour"] >= row["jour"] and (situation["fin"] is None or situation["fin"] >= held):
                return True
        return False

    def seen_again(self, row):
        debut = add_months(row["jour"], self.parametres["mois"] - self.parametres["fenetre"])
        return any(
            debut < other["jour"] <= self.term(row)
            for other in self.monde.evenements
            if other["personne"] == row["personne"] and other["nature"] in ENTRETIENS[1:]
        )

    def cohorte_situations(self, suffixe=""):
        return self.ids(self.entries(suffixe)), None

    def cohorte_sorties(self, suffixe=""):
        due = self.due(suffixe)
        return self.ids(r for r in due if self.exited(r)), self.ids(due)

    def cohorte_retention(self, suffixe=""):
        due = self.due(suffixe)
        return self.ids(r for r in due if self.seen_again(r)), self.ids(due)

    def cohorte_situations_regroupement(self):
        return self.cohorte_situations("_regroupement")

    def cohorte_sorties_regroupement(self):
        return self.cohorte_sorties("_regroupement")

    def cohorte_retention_regroupement(self):
        return self.cohorte_retention("_regroupement")

    def after(self, contact, natures):
        return any(
            r["personne"] == contact["personne"] and contact["jour"] <= r["jour"] <= self.arrete_au
            for r in self.monde.evenements
            if r["nature"] in natures
        )

    def entonnoir_contacts(self):
        return {r["personne"] or r["id"] for r in self.events([Nature.CONTACT]) if self.inside(r)}, None

    def entonnoir_accueils(self):
        rows = [r for r in self.events([Nature.CONTACT]) if self.inside(r) and r["personne"]]
        return self.people(r for r in rows if self.after(r, [Nature.PREMIER_ACCUEIL])), None

    def entonnoir_suivis(self):
        rows = [r for r in self.events([Nature.CONTACT]) if self.inside(r) and r["personne"]]
        rows = [r for r in rows if self.after(r, [Nature.PREMIER_ACCUEIL])]
        return self.people(r for r in rows if self.after(r, ACCOMPAGNEMENT[1:])), None
