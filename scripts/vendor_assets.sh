#!/usr/bin/env bash
# Bring the committed front-end files (static/vendor, static/polices, static/icones) to the versions written here.
# Only needed to change a version: an installation runs on the committed files and never needs npm.
set -euo pipefail

BOOTSTRAP=5.3.8
ICONES=1.13.1
POLICE=5.3.0

racine="$(cd "$(dirname "$0")/.." && pwd)"
travail="$(mktemp -d)"
trap 'rm -rf "$travail"' EXIT

command -v npm >/dev/null || { echo "npm is needed to fetch the packages" >&2; exit 1; }

deballe() { # name of the package, version, folder
  mkdir -p "$travail/$3"
  (cd "$travail" && tar xzf "$(npm pack --silent "$1@$2")" -C "$3" --strip-components=1)
}
deballe bootstrap "$BOOTSTRAP" bootstrap
deballe bootstrap-icons "$ICONES" icones
deballe @fontsource-variable/atkinson-hyperlegible-next "$POLICE" police

cd "$racine/static"
mkdir -p vendor/bootstrap polices icones
# The source maps are not shipped: a line that names them makes collectstatic look for them.
sed '/sourceMappingURL/d' "$travail/bootstrap/dist/css/bootstrap.min.css" > vendor/bootstrap/bootstrap.min.css
sed '/sourceMappingURL/d' "$travail/bootstrap/dist/js/bootstrap.bundle.min.js" > vendor/bootstrap/bootstrap.bundle.min.js
cp "$travail/bootstrap/LICENSE" vendor/bootstrap/LICENSE
for sous_ensemble in latin latin-ext; do
  cp "$travail/police/files/atkinson-hyperlegible-next-$sous_ensemble-wght-normal.woff2" \
    "polices/atkinson-$sous_ensemble.woff2"
done
cp "$travail/police/LICENSE" polices/LICENSE
cp "$travail/icones/LICENSE" icones/LICENSE
python3 "$racine/scripts/faire_sprite.py" "$travail/icones/icons" icones/sprite.svg

{
  echo "# bootstrap $BOOTSTRAP, bootstrap-icons $ICONES, @fontsource-variable/atkinson-hyperlegible-next $POLICE"
  echo "# sha256 of each committed file, relative to static/; written by scripts/vendor_assets.sh"
  find vendor polices icones -type f ! -name VERSIONS | LC_ALL=C sort | xargs sha256sum
} > vendor/VERSIONS
echo "static/vendor/VERSIONS written"
