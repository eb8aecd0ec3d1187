#!/usr/bin/env bash
# Find a Chromium for the browser tests, or install it where that is possible; prints its path.
# The headless shell first: the same engine without the window of a desk, at half the cost of a test.
set -euo pipefail
trouver() {
  for nom in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$nom" ] && command -v "$nom" >/dev/null 2>&1; then command -v "$nom"; return 0; fi
  done
  .venv/bin/python - <<'PY' 2>/dev/null
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    path = p.chromium.executable_path
    print(path) if Path(path).exists() else sys.exit(1)
PY
}
trouver && exit 0
racine=""
[ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null && racine="sudo -n"; } || racine=non
if [ "$racine" != non ] && command -v apt-get >/dev/null; then
  echo "Installation de Chromium…" >&2
  $racine apt-get update -qq >/dev/null 2>&1 || true
  for nom in chromium-headless-shell chromium; do # not every distribution has the first
    $racine apt-get install -y -qq "$nom" fonts-dejavu-core poppler-utils >/dev/null 2>&1 || true
    trouver && exit 0
  done
fi
echo "Téléchargement de Chromium…" >&2
.venv/bin/python -m playwright install chromium >/dev/null 2>&1 || true
trouver && exit 0
echo "Impossible de continuer : Chromium manque pour les tests dans un navigateur : sudo apt-get install chromium" >&2
exit 1
