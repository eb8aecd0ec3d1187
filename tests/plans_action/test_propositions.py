"""For each of the 59 indicators of the 18 fiches, as their authors word them: the right measure first, or none."""

import pytest

from plans_action.imports.propositions import propose

# Fiche, what its authors count, the measure that counts it.
COMPTES = [
    (1, "Nombre de jeunes reçus en « entretien de 1er accueil » aux arrêts du camion", "premiers_accueils"),
    (1, "Nombre de jeunes accompagnés sur la durée (sur 6 mois/1 an) aux arrêts du camion", "jeunes_accompagnes_suite"),
    (1, "Fréquence des entretiens par jeune", "entretiens_par_jeune"),
    (1, "Nombre de sorties dites « positives » (définition variable)", "sorties_positives"),
    (2, "Nombres de personnes touchées", "contacts"),
    (3, "Nombre de jeunes reçus", "jeunes_recus"),
    (3, "Nombres de jeunes n'ayant pas de rdv dans les 15 jours", "sans_rdv_sous_n_jours"),
    (4, "Augmentation du nombre de participants aux évènements", "participations"),
    (5, "Nombre de jeunes touchés par ce biais", "premiers_accueils"),
    (5, "Nombre de nouveaux partenaires", "partenaires_crees"),
    (5, "Actions mises en place", "seances_tenues"),
    (6, "Échanges entre les 2 structures", "evenements"),
    (6, "Actions collaboratives", "seances_tenues"),
    (8, "Nombre de personnes invitées présentes", "part_invites_presents"),
    (9, "Nouveaux contacts par la messagerie", "contacts"),
    (9, "Participation accrue aux événements annoncés", "participations"),
    (9, "Mode de connaissance de la Mission Locale", "part_mode_connaissance"),
    (10, "Suivi auprès des entreprises rencontrées", "entreprises_suivies"),
    (10, "Nombre de candidatures reçues après", "candidatures"),
    (11, "Nombre de sorties positives", "sorties_positives"),
    (11, "Situations des jeunes", "entrees_situation"),
    (12, "Taux de participation des partenaires, employeurs, financeurs, jeunes", "part_invites_presents"),
    (13, "PMSMP", "pmsmp"),
    (13, "Validation ou réévaluation du projet : entrée en formation, alternance, emploi", "entrees_situation"),
    (14, "Taux de rejet de demande de formation", "taux_rejet_formation"),
    (14, "Nombre de formations annulées faute de participants", "formations_annulees"),
    (15, "Nombre de jeunes rencontrés", "personnes_rencontrees"),
    (15, "Actions sollicitées (informations, échange informel, demande d'inscription, suivi…)", "contacts"),
    (16, "1er accueil", "premiers_accueils"),
    (16, "Nombre de jeunes accompagnés", "jeunes_accompagnes"),
    (17, "Fréquentation", "contacts"),
    (17, "Ateliers et animations réalisés", "seances_tenues"),
    (18, "Nombre de questionnaires remplis", "questionnaires_remplis"),
    (18, "Participants aux ateliers libre parole", "participants"),
    (18, "Exploitation de l'outil de recueil", "remarques_avec_reponse"),
]
# Asked, read outside or judged by people: a measure proposed would be a wrong one.
SANS_MESURE = [
    (1, "Enquête de satisfaction, retour oral"),
    (1, "Retour et questionnaire de satisfaction de la part des partenaires"),
    (2, "Questionnaires de satisfaction"),
    (3, "Les lieux répondent-ils aux besoins des jeunes ? Des territoires ?"),
    (4, "Nombre d'abonnés"),
    (4, "Nombre de likes"),
    (7, "Nombre de personnes ayant ouvert le support (accusé de réception)"),
    (7, "Intérêt du support"),
    (7, "Meilleure connaissance dans le temps"),
    (8, "Nb d'articles"),
    (9, "Nombre de connexions"),
    (9, "% de partenaires et de financeurs ayant connaissance du site"),
    (10, "Satisfaction des jeunes"),
    (10, "Satisfaction des entreprises"),
    (10, "Disponibilité et ouverture des entreprises"),
    (11, "Contexte, déroulement, retours des jeunes"),
    (12, "Satisfaction des jeunes"),
    (12, "Satisfaction des entreprises"),
    (12, "Disponibilité et ouverture des entreprises"),
    (13, "Résultats des recherches"),
    (13, "Éléments apportés par le jeune"),
    (16, "Enquêtes qualitatives"),
    (17, "Enquête de satisfaction"),
    (18, "Avis sur ce que devient la parole recueillie"),
]


def test_the_59_are_all_there():
    assert (len(COMPTES), len(SANS_MESURE)) == (35, 24)


@pytest.mark.parametrize(("fiche", "texte", "mesure"), COMPTES)
def test_the_right_measure_is_proposed_first(fiche, texte, mesure):
    assert [p.mesure.cle for p in propose(texte)][:1] == [mesure], fiche


@pytest.mark.parametrize(("fiche", "texte"), SANS_MESURE)
def test_no_measure_is_proposed_for_what_the_records_do_not_know(fiche, texte):
    assert [p.mesure.cle for p in propose(texte)] == [], fiche
