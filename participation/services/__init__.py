"""What changes the sign-ups, the séances, the presences and the ideas: one service per act."""

from participation.services.idees import answer_idee, submit_idee
from participation.services.inscriptions import (
    DesistementRefuse,
    InscriptionRefusee,
    cancel_inscription,
    find_chevauchements,
    read_personne,
    register_jeune,
    register_sur_place,
)
from participation.services.presences import PresenceRefusee, mark_all_present, record_pilotes, record_presences
from participation.services.seances import (
    SeanceRefusee,
    cancel_seance,
    close_inscriptions,
    create_seances,
    overbook,
    publish_seance,
    reopen_inscriptions,
    update_seance,
)
from participation.services.series import (
    SerieChangee,
    cancel_serie,
    compute_empreinte,
    preview_cancel,
    preview_update,
    read_changement,
    update_serie,
)

__all__ = [
    "DesistementRefuse",
    "InscriptionRefusee",
    "PresenceRefusee",
    "SeanceRefusee",
    "SerieChangee",
    "answer_idee",
    "cancel_inscription",
    "cancel_seance",
    "cancel_serie",
    "close_inscriptions",
    "compute_empreinte",
    "create_seances",
    "find_chevauchements",
    "mark_all_present",
    "overbook",
    "preview_cancel",
    "preview_update",
    "publish_seance",
    "read_changement",
    "read_personne",
    "record_pilotes",
    "record_presences",
    "register_jeune",
    "register_sur_place",
    "reopen_inscriptions",
    "submit_idee",
    "update_seance",
    "update_serie",
]
