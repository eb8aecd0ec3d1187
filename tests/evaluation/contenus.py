"""A frozen content made by hand, with every case that the documents must lay out."""

import json
from decimal import Decimal


def resultat(valeur=None, *, etat="mesuree", numerateur=None, denominateur=None, masque=False):
    return {
        "etat": etat,
        "valeur": None if valeur is None else str(valeur),
        "numerateur": numerateur,
        "denominateur": denominateur,
        "masque": masque,
    }


def indicateur(rang, *, libelle="Jeunes reçus en premier accueil sur les lieux de passage", mois=17, **champs):
    valeurs = [str(Decimal(3 * rang + (7 * numero * (rang + 3)) % 11 + numero)) for numero in range(1, mois + 1)]
    serie = [
        [f"{2025 + (5 + numero) // 12}-{(5 + numero) % 12 + 1:02d}", valeur] for numero, valeur in enumerate(valeurs)
    ]
    return {
        "id": f"indicateur-{rang}-{len(libelle)}",
        "libelle": libelle,
        "type": "calcule",
        "type_libelle": "Calculé par l’application",
        "mesure": "premiers_accueils",
        "mesure_version": 1,
        "unite": "premiers accueils",
        "cumulative": True,
        "filtres": "Lieu : arrêts du camion mobile",
        "demande": {"filtres": {"type_lieu": ["mobile"]}, "parametres": {}},
        "raison": "",
        "cible": "120",
        "sens_cible": "au_moins",
        "resultat": resultat(84 - 5 * rang, numerateur=str(84 - 5 * rang)),
        "serie": serie,
        "serie_cumulee": True,
        "tendance": "en hausse",
    } | champs


def apprecie(libelle, lue):
    return {
        "id": f"apprecie-{len(libelle)}",
        "libelle": libelle,
        "type": "qualitatif",
        "type_libelle": "Apprécié par des personnes",
        "mesure": "",
        "cible": None,
        "sens_cible": "au_moins",
        "cumulative": False,
        "appreciation": lue,
    }


RETOURS = {
    "jour": "2026-09-14",
    "etat": "non_atteint",
    "etat_libelle": "Pas atteint",
    "depuis": "2026-01-01",
    "lu_par": "Équipe du camion",
    "texte": "Trois mairies sur cinq prêtent une salle.\n=HYPERLINK(1) n’est qu’un texte.",
    "citations": [
        {"mots": "On l’attend le mercredi.", "de": "collectivite", "de_libelle": "Mairie", "accord": "accord"},
        {"mots": "#let x = 1 ; *gras* $", "de": "jeune", "de_libelle": "Jeune", "accord": "anonyme"},
    ],
    "precedentes": [{"jour": "2026-01-15", "etat": "a_discuter", "etat_libelle": "À discuter"}],
}


def fiche(numero, titre):
    return {
        "id": f"fiche-{numero}",
        "numero": numero,
        "titre": titre,
        "statut": "en_cours",
        "statut_libelle": "En cours",
        "but": "Aller à la rencontre des jeunes qui ne poussent pas la porte de la Mission Locale.",
        "calendrier": "De mars à décembre, le mardi",
        "coordonne": "Une conseillère du siège",
        "realise": "L’équipe mobile",
        "partenaires": "Communauté de communes, mairies des arrêts, Mobil’Emploi",
        "budget": {"prevu": "18500", "depense": "9200"},
        "budget_lignes": [
            {
                "libelle": "Aménagement du véhicule",
                "financeur": {"id": f"financeur-{numero % 3}", "nom": f"Financeur {numero % 3}"},
                "prevu": "12500",
                "depense": "9200",
            },
            {"libelle": "=1+1", "financeur": None, "prevu": "6000", "depense": "0"},
        ],
        "etapes": [
            {
                "id": "1",
                "ordre": 0,
                "titre": "Réunir les partenaires",
                "echeance": "2025-09-30",
                "faite_le": "2025-09-24",
                "etat": "faite",
            },
            {
                "id": "2",
                "ordre": 1,
                "titre": "Équiper le véhicule",
                "echeance": "2026-03-01",
                "faite_le": None,
                "etat": "retard",
            },
            {
                "id": "3",
                "ordre": 2,
                "titre": "Faire connaître les passages",
                "echeance": "2027-01-15",
                "faite_le": None,
                "etat": "a_venir",
            },
        ],
        "criteres": [
            {
                "libelle": "Le public visé est touché",
                "indicateurs": [
                    indicateur(numero % 7),
                    indicateur(
                        2,
                        libelle="Jeunes sans rendez-vous sous 15 jours",
                        mesure="sans_rdv_sous_n_jours",
                        unite="%",
                        cumulative=False,
                        serie_cumulee=False,
                        cible="20",
                        sens_cible="au_plus",
                        filtres="Lieu : Bourbon, Dompierre ; délai : 15 jours",
                        resultat=resultat("23.4", numerateur="33", denominateur="141"),
                        tendance="en baisse",
                    ),
                ],
            },
            {
                "libelle": "Les jeunes sont satisfaits",
                "indicateurs": [
                    indicateur(
                        1,
                        libelle="Réponses au questionnaire de satisfaction",
                        type="questionnaire",
                        type_libelle="Issu d’un questionnaire",
                        mesure="",
                        cible=None,
                    )
                ],
            },
            {
                "libelle": "Les mairies y tiennent",
                "indicateurs": [apprecie("Retours des mairies", RETOURS), apprecie("Articles parus", None)],
            },
        ],
        "vigilance": "La place du marché est en travaux jusqu’à l’été.",
        "perspectives": "Ajouter un arrêt devant le lycée.",
    }


TITRES = ("Camion mobile", "Tiers-lieux", "Antennes et permanences", "Réseaux sociaux", "Jeune référent", "Vis ma vie")


def contenu(fiches=18, **champs):
    toutes = [fiche(numero, TITRES[numero % 6]) for numero in range(1, fiches + 1)]
    moitie = (fiches + 1) // 2
    brut = {
        "format": 3,
        "logiciel": {"nom": "Mission Locale", "version": "0.1.0"},
        "mission_locale": "Mission Locale de Moulins et sa région (démonstration)",
        "bilan": {
            "id": "5a3f0a52-7c1e-4a7e-9d4e-3f0e1f6e9b10",
            "type": "intermediaire",
            "libelle": "Bilan à 18 mois",
            "debut": "2025-06-02",
            "fin_projet": "2028-06-01",
            "arrete_au": "2026-10-31",
            "demande_le": "2026-11-21",
            "precedent": None,
        },
        "projet": {"titre": "Projet associatif 2025-2028"},
        "territoire": {
            "communes": 127,
            "population": 104250,
            "epci": [
                {"nom": "CA Moulins Communauté", "communes": 44, "population": 64120},
                {"nom": "CC Bocage Bourbonnais", "communes": 25, "population": 13350},
            ],
            "lieux": [
                {"nom": "Siège de Moulins", "type": "Siège", "commune": "Moulins"},
                {"nom": "Antenne de Dompierre", "type": "Antenne", "commune": "Dompierre-sur-Besbre"},
            ],
        },
        "equipe": [{"fonction": "Conseil en insertion", "nombre": 14}, {"fonction": "Accueil", "nombre": 3}],
        "partenaires": [{"type": "Association", "nombre": 12}, {"type": "Employeur", "nombre": 31}],
        "public": {
            "chiffres": [
                resultat(2089) | {"libelle": "Jeunes reçus", "mesure": "jeunes_recus", "unite": "jeunes"},
                resultat(34140) | {"libelle": "Événements", "mesure": "evenements", "unite": "événements"},
                resultat("16.3", numerateur="34140", denominateur="2089")
                | {"libelle": "Événements par jeune", "mesure": "entretiens_par_jeune", "unite": "entretiens"},
            ],
            "ventilations": [
                {
                    "titre": "Jeunes reçus, par sexe",
                    "mesure": "jeunes_recus",
                    "unite": "jeunes",
                    "lignes": [
                        resultat(1107) | {"libelle": "Homme"},
                        resultat(980) | {"libelle": "Femme"},
                        resultat(None, masque=True) | {"libelle": "Autre ou non précisé"},
                        resultat(0) | {"libelle": "Non renseigné"},
                    ],
                },
                {
                    "titre": "Événements, par nature",
                    "mesure": "evenements",
                    "unite": "événements",
                    "lignes": [
                        resultat(15700) | {"libelle": "Entretien individuel"},
                        resultat(9200) | {"libelle": "Téléphone, SMS, courrier"},
                        resultat(5240) | {"libelle": "Atelier"},
                        resultat(4000) | {"libelle": "Information collective"},
                    ],
                },
            ],
            "mois": [
                [f"{2025 + (5 + n) // 12}-{(5 + n) % 12 + 1:02d}", str(1700 + (n * 331) % 600)] for n in range(17)
            ],
        },
        "objectifs": [
            {
                "numero": 1,
                "titre": "Être mieux connue et reconnue",
                "description": "Aller vers les jeunes, les partenaires et les financeurs.",
                "operationnels": [
                    {"numero": 1, "titre": "Aller vers les jeunes", "description": "", "fiches": toutes[:moitie]}
                ],
            },
            {
                "numero": 2,
                "titre": "Accompagner autrement",
                "description": "",
                "operationnels": [
                    {"numero": 1, "titre": "Relier jeunes et partenaires", "description": "", "fiches": toutes[moitie:]}
                ],
            },
        ],
        "hors_objectif": [],
        "definitions": [
            {
                "cle": cle,
                "version": 1,
                "libelle": libelle,
                "definition": "Nombre de personnes reçues pour la première fois, comptées au jour de cet accueil.",
                "limites": "Une saisie tardive compte au jour où l’accueil a eu lieu.",
                "unite": "personnes",
            }
            for cle, libelle in (
                ("premiers_accueils", "Premiers accueils"),
                ("jeunes_recus", "Jeunes reçus"),
                ("evenements", "Événements"),
                ("entretiens_par_jeune", "Entretiens par jeune"),
                ("sans_rdv_sous_n_jours", "Jeunes sans rendez-vous sous N jours"),
            )
        ],
        "secret": {"seuil": 5},
        "commissions": None,
        "comparaison": None,
    } | champs
    return json.dumps(brut, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
