#!/usr/bin/env bash
# Set-up of this folder: a virtual environment with the locked packages. Says what it does; one clear line when it can't.
#   scripts/preparer.sh embedded   what `make demo` needs
#   scripts/preparer.sh dev        the same and the test tools
set -euo pipefail
cd "$(dirname "$0")/.."
cible=${1:-embedded}
UV_VERSION=0.13.9

arreter() { printf 'Impossible de continuer : %s\n' "$1" >&2; exit 1; }

trouver_python() { # the first Python that is recent enough
  for nom in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if command -v "$nom" >/dev/null 2>&1 && "$nom" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$nom"; return
    fi
  done
}

installer_venv() { # Debian and Ubuntu keep venv in a package of its own
  racine=""
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null && racine="sudo -n"; } || return 0
  command -v apt-get >/dev/null || return 0
  echo "Installation de $1…"
  { $racine apt-get update -qq && DEBIAN_FRONTEND=noninteractive $racine apt-get install -y -qq "$1"; } >/dev/null 2>&1 || true
}

if [ ! -x .venv/bin/python ]; then
  python=$(trouver_python)
  [ -n "$python" ] || arreter "il faut Python 3.11 ou plus récent (trouvé : $(python3 --version 2>&1 || echo aucun))."
  "$python" -c 'import ensurepip, venv' 2>/dev/null || installer_venv "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  "$python" -c 'import ensurepip, venv' 2>/dev/null || arreter "le module venv manque : sudo apt-get install python3-venv"
  echo "Création de l'environnement Python (.venv)…"
  "$python" -m venv .venv
fi

fichier=requirements/$cible.txt
empreinte=$(cat "$fichier" scripts/preparer.sh | sha256sum | cut -d' ' -f1)
if [ "$(cat ".venv/.installe-$cible" 2>/dev/null || true)" != "$empreinte" ]; then
  echo "Installation des paquets de $fichier…"
  if [ ! -x .venv/bin/uv ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" >/dev/null 2>.venv/pip.log ||
      { tail -n 3 .venv/pip.log >&2; arreter "les paquets ne se téléchargent pas : vérifiez la connexion à internet."; }
  fi
  # "install", not "sync": making the demo ready does not take the test tools away.
  VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --require-hashes -r "$fichier" 2>.venv/uv.log ||
    { grep -v '^warning' .venv/uv.log | tail -n 3 >&2; arreter "les paquets ne s'installent pas : vérifiez la connexion à internet."; }
  echo "$empreinte" >".venv/.installe-$cible"
fi
