#!/usr/bin/env bash
# The measures of the project, on SQLite and on a private PostgreSQL and Redis of this machine. Prints ratios of one run.
#   scripts/bench.sh [inscriptions] [mesures] [pages]     all three without a name; EVENEMENTS and JEUNES change the sizes
set -euo pipefail
cd "$(dirname "$0")/.."
voulu=${*:-inscriptions mesures pages}
dossier=$(mktemp -d /tmp/ml-bench-XXXXXX)
trap 'scripts/serveurs_de_test.sh stop "$dossier/serveurs" >/dev/null 2>&1; rm -rf "$dossier"' EXIT
export VAR_DIR="$dossier/var"
py=.venv/bin/python
sur_postgresql() { ( eval "$(scripts/serveurs_de_test.sh start "$dossier/serveurs")"; "$@" ) ; scripts/serveurs_de_test.sh stop "$dossier/serveurs"; }
etat=0
for mesure in $voulu; do
  case $mesure in
    inscriptions)
      echo "== 200 personnes à la fois sur 30 places, SQLite"
      $py -m bench.inscriptions tempete || etat=1
      rm -rf "$VAR_DIR"
      echo "== le même essai sans la garde, SQLite : il doit échouer"
      if $py -m bench.inscriptions tempete --sans-garde; then echo "le contrôle n'a rien vu"; etat=1; fi
      rm -rf "$VAR_DIR"
      echo "== les mêmes sur PostgreSQL, puis la vitesse"
      sur_postgresql bash -c "$py -m bench.inscriptions tempete && ! $py -m bench.inscriptions tempete --sans-garde && $py -m bench.inscriptions vitesse" || etat=1
      ;;
    mesures)
      echo "== mesures, SQLite, 34 140 événements par an"
      DJANGO_SETTINGS_MODULE=mission_locale.settings.dev $py -m bench.mesures --evenements 34140 || etat=1
      rm -rf "$VAR_DIR"
      echo "== mesures, PostgreSQL, ${EVENEMENTS:-1000000} événements"
      DJANGO_SETTINGS_MODULE=mission_locale.settings.dev sur_postgresql $py -m bench.mesures --evenements "${EVENEMENTS:-1000000}" || etat=1
      ;;
    pages)
      echo "== pages, PostgreSQL, ${JEUNES:-250000} jeunes"
      sur_postgresql $py -m bench.pages --jeunes "${JEUNES:-250000}" || etat=1
      ;;
  esac
done
exit $etat
