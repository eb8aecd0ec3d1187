#!/usr/bin/env bash
# The measures of the project, on SQLite and on a private PostgreSQL and Redis of this machine. Prints ratios of one run.
#   scripts/bench.sh [inscriptions] [mesures] [bilan] [nuit] [pages]
# All five without a name; EVENEMENTS and JEUNES change the sizes.
set -euo pipefail
cd "$(dirname "$0")/.."
voulu=${*:-inscriptions mesures bilan nuit pages}
grand=${EVENEMENTS:-1000000}
dossier=$(mktemp -d /tmp/ml-bench-XXXXXX)
chmod 755 "$dossier"
finir() {
  for un in "$dossier"/serveurs "$dossier"/faits-*; do [ -d "$un" ] && scripts/serveurs_de_test.sh stop "$un" >/dev/null 2>&1; done
  rm -rf "$dossier"
}
trap finir EXIT
export VAR_DIR="$dossier/var"
py=.venv/bin/python
sur_postgresql() { ( eval "$(scripts/serveurs_de_test.sh start "$dossier/serveurs")"; "$@" ) ; scripts/serveurs_de_test.sh stop "$dossier/serveurs"; }
# A PostgreSQL for each number of facts, filled once for all the measures that read it.
sur_faits() {
  local un="$dossier/faits-$1"
  [ -f "$un.env" ] || scripts/serveurs_de_test.sh start "$un" > "$un.env"
  ( eval "$(cat "$un.env")"; export DJANGO_SETTINGS_MODULE=mission_locale.settings.dev; "${@:2}" --evenements "$1" )
}
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
      echo "== mesures, SQLite, 34 140 événements"
      DJANGO_SETTINGS_MODULE=mission_locale.settings.dev $py -m bench.mesures --evenements 34140 || etat=1
      rm -rf "$VAR_DIR"
      echo "== mesures, PostgreSQL, $grand événements"
      sur_faits "$grand" $py -m bench.mesures || etat=1
      ;;
    bilan)
      # The same work of a worker at two sizes: its memory must not follow the facts.
      for taille in 100000 "$grand"; do
        echo "== bilan à 3 ans, PostgreSQL, $taille événements"
        sur_faits "$taille" $py -m bench.bilan --remplir || etat=1
        sur_faits "$taille" $py -m bench.bilan || etat=1
      done
      ;;
    nuit)
      for taille in 34140 "$grand"; do
        echo "== calcul de la nuit, PostgreSQL, $taille événements"
        sur_faits "$taille" $py -m bench.nuit || etat=1
      done
      ;;
    pages)
      echo "== pages, PostgreSQL, ${JEUNES:-250000} jeunes"
      sur_postgresql $py -m bench.pages --jeunes "${JEUNES:-250000}" || etat=1
      ;;
  esac
done
exit $etat
