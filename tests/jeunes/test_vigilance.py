import pytest

from jeunes.vigilance import Motif, examine

# Marked: what a note must not say. Written as counsellors write, without names.
SIGNALEES = """
Elle est enceinte de quatre mois
Il suit un traitement pour sa dépression
Hospitalisé la semaine dernière
A fait une tentative de suicide l'an passé
Consommation de cannabis tous les jours
Problème d'alcool depuis le lycée
Suivi au CMP par un psychiatre
Dossier MDPH en cours
Reconnaissance RQTH depuis janvier
Diabétique, doit manger à heures fixes
A arrêté ses médicaments
Épileptique, ne peut pas conduire
Souffre de troubles psy
En sevrage depuis deux mois
Son addiction l'empêche de se lever
Anorexique, très fatiguée
Crises d'angoisse dans les transports
Handicap moteur léger
Dyslexique non suivi
Séropositif, ne veut pas que ça se sache
Maladie chronique, absences à prévoir
Elle parle d'une IVG récente
TDAH diagnostiqué à l'école
Prend de la méthadone
Touche l'AAH
Fait un burn out
Il se drogue au quotidien
Se scarifie
Schizophrène d'après sa mère
Suivie par une psychologue
Sort de prison le mois prochain
Porte un bracelet électronique
Condamné pour vol
Suivi par le SPIP
A un casier
En liberté conditionnelle
Placé en garde à vue hier
Sous main de justice
Passe au tribunal en mars
Incarcéré deux fois
Mis en examen
Fait un TIG à la mairie
Suivi PJJ jusqu'à sa majorité
Trafic dans le quartier
Récidiviste
Doit voir le juge
Sous contrôle judiciaire
Délinquance en bande
Son père est violent
Se fait frapper par son copain
Elle a été violée
Harcelé au collège
Mariage forcé évoqué
Victime de violences à la maison
Femme battue
Menace de mort de l'ex-conjoint
Maltraitance dans l'enfance
Attouchements par un oncle
Elle se prostitue
Sous l'emprise de son compagnon
Prend des coups
Inceste révélé en foyer
Musulman pratiquant
Fait le ramadan
Catholique très engagée
Famille gitane
Homosexuel, rejeté par sa famille
Sans papiers
D'origine maghrébine
Juif pratiquant
Se dit radicalisé
Militant d'extrême droite
Transgenre en transition
Ses parents sont témoins de Jéhovah
Syndiqué dans son ancienne entreprise
Va à la mosquée le vendredi
Son numéro : 06 12 34 56 78
La joindre au 0612345678
Appeler sa mère au 07.98.76.54.32
Tel +33 6 11 22 33 44
Écrire à lea.martin@exemple.fr
Mail : inconnu123@exemple.com
Sécu 1 06 05 03 190 123 45
NIR 206059912345678
2 05 11 2A 004 123 22
n° 106050319012345
IBAN FR76 3000 6000 0112 3456 7890 189
FR7630006000011234567890189
Compte : BE68 5390 0754 7034
RIB FR14 2004 1010 0505 0001 3M02 606
Elle est séropositive
Il boit, problème d'alcoolisme
A pris de la cocaïne
Dépressive depuis la rupture
Grossesse difficile
Autiste léger
Psychose ancienne
Malade depuis un mois
Religieux, refuse certains horaires
Agressé dans la rue
"""
# Ordinary notes: nothing to say about them.
ORDINAIRES = """
Cherche un stage en mécanique
Souhaite reprendre une formation de vendeuse
CV à refaire, rendez-vous la semaine prochaine
Motivé, ponctuel, prend des notes
N'a pas le permis, dépend du bus de 7 h 15
Veut découvrir les métiers de la santé
Projet : auxiliaire de vie
Intéressée par le service civique
A déposé un dossier de logement au foyer
Frein mobilité : pas de transport le matin
Frein santé à lever avec un partenaire
Demande d'aide pour le permis
A envoyé douze candidatures en octobre
Entretien prévu chez un boulanger
Inscription à la journée portes ouvertes
Se présente avec une amie
Orientée par son ancien professeur
Travaille en intérim depuis mars
Contrat d'apprentissage signé
PMSMP de deux semaines en menuiserie
Hésite entre la vente et la restauration
Aime travailler dehors
Bonne maîtrise de l'anglais
Ne maîtrise pas l'outil informatique
A besoin d'un ordinateur pour ses démarches
Carte vitale à demander
Assurance maladie à mettre à jour
Dossier à la caisse primaire d'assurance maladie
Projet validé après l'atelier
À revoir dans quinze jours
Absente, s'est excusée
Venue avec sa conseillère de la mairie
Cherche un logement pour septembre
Peut se déplacer jusqu'à trente kilomètres
Disponible tout de suite
Veut créer son entreprise de jardinage
Participe au groupe du mardi
Pilote le projet de collecte
A aidé à préparer la maraude
Souhaite devenir pompier volontaire
Permis obtenu en juin
Demande d'information sur le bafa
Inscrit à l'auto-école
Rendez-vous avec la banque pour ouvrir un compte
A perdu sa carte d'identité
Dossier complet le 12/11/2026
Ouvert de 9 h à 12 h, sonner au 2e
Salaire proposé : 1 426,30 euros
Code postal 03000, ligne de bus 12
Référence de l'offre 174GHTY
Formation de 420 heures du 05/01 au 27/03
A obtenu 14 en mathématiques
Voit une évolution depuis le premier accueil
Très à l'aise à l'oral
Timide, parle peu en groupe
Bonne présentation
Accepte les horaires décalés
Travail de nuit possible
Garde d'enfant à organiser
Sa mère l'accompagne en voiture
Vit chez ses parents
Vit en couple
Deux enfants, place en crèche demandée
A déménagé à Dompierre
N'a plus de téléphone, passer par mail
Préfère les SMS
Refuse pour l'instant la garantie
Le camion mobile l'arrange
A trouvé l'adresse sur internet
Envoyé par la médiathèque
Candidature à la maison de santé de Lurcy pour l'accueil
Elle juge le projet réaliste
Je juge utile un second entretien
Militant associatif au foyer rural
Donne des coups de main à la ferme de son oncle
Quelques coups de fil à passer
Arrêt maladie de la formatrice, séance reportée
Aimerait travailler auprès de personnes handicapées
Découvre le secteur du handicap
A visité une entreprise adaptée
Bar sans alcool : stage de serveur
Cherche dans le trafic routier et la logistique
Concours de la gendarmerie en mai
Souhaite être avocate
Veut devenir éducateur spécialisé
Projet d'aide-soignante
Stage d'observation à l'hôpital
Stage en pharmacie
Atelier gestion du budget
Aide alimentaire à demander au CCAS
Tenue professionnelle à acheter
Prépare le code de la route
Participe à la cuisine du jeudi
S'est inscrit au club de basket
Voudrait un vélo pour aller travailler
Doit rappeler l'agence lundi
A reçu la lettre de l'employeur
Période d'essai concluante
CDD de trois mois à partir de janvier
Bilan de compétences demandé
Lettre de motivation relue
"""


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


def test_at_least_95_percent_of_the_marked_sentences_are_stopped():
    missed = [sentence for sentence in lines(SIGNALEES) if not examine(sentence).motifs]
    assert len(missed) <= 0.05 * len(lines(SIGNALEES)), missed


def test_at_most_5_percent_of_ordinary_sentences_are_stopped():
    wrong = [(sentence, examine(sentence).motifs) for sentence in lines(ORDINAIRES) if examine(sentence).motifs]
    assert len(lines(SIGNALEES)) + len(lines(ORDINAIRES)) >= 200
    assert len(wrong) <= 0.05 * len(lines(ORDINAIRES)), wrong


@pytest.mark.parametrize("separateur", ["", " ", ".", "-"])
@pytest.mark.parametrize(
    "nir", ["1 06 05 03 190 123 45", "2 99 12 75 115 008 12", "1 85 05 2A 004 123 22", "2 04 30 99 123 456"]
)
def test_a_social_security_number_is_always_refused(nir, separateur):
    assert examine(f"voir {nir.replace(' ', separateur)}, merci").refuse == (Motif.NIR,)
