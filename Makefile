# make demo : tout préparer et ouvrir l'application sur http://127.0.0.1:8000   (PORT=9000 make demo la déplace)
# make test : tout préparer et passer tous les tests
.PHONY: demo test lint types base verifier formater verrou bench
.DEFAULT_GOAL := aide
PORT ?= 8000
PY := .venv/bin/python
APPS := mission_locale demonstration evaluation participation accueil plans_action jeunes structure comptes commun
export PYTHONUNBUFFERED = 1
# A run starts dozens of Python processes: without its compiled files, each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE
# Several targets at once, each showing its lines together.
ENSEMBLE = $(MAKE) --no-print-directory -j2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

aide:
	@sed -n '1,2s/^# //p' Makefile

demo:
	@scripts/preparer.sh embedded
	@exec $(PY) manage.py demo --port $(PORT)

test:
	@scripts/preparer.sh dev
	@$(ENSEMBLE) types lint base
	@echo "Tests (base SQLite, vrai courtier, vrai navigateur)…"
	@CHROMIUM="$$(scripts/navigateur.sh)" $(PY) -m pytest -n 2 --dist worksteal

verifier:
	@scripts/preparer.sh dev
	@$(ENSEMBLE) types lint

lint:
	@scripts/preparer.sh dev
	@echo "Style, sens des imports, migrations…"
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check -q .
	@.venv/bin/djlint --lint --quiet templates
	@.venv/bin/lint-imports >/tmp/ml-imports.$$$$ || { cat /tmp/ml-imports.$$$$; rm -f /tmp/ml-imports.$$$$; exit 1; }; rm -f /tmp/ml-imports.$$$$
	@DJANGO_SETTINGS_MODULE=mission_locale.settings.test $(PY) manage.py makemigrations --check --dry-run

types:
	@scripts/preparer.sh dev
	@echo "Types…"
	@.venv/bin/mypy $(APPS)

base: # the migrated database that the tests copy
	@DJANGO_SETTINGS_MODULE=mission_locale.settings.test $(PY) -m tests.bases

formater:
	@scripts/preparer.sh dev
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format -q . ; .venv/bin/djlint --reformat --quiet templates

verrou: # remake the locked requirements; no address of an index is written
	@scripts/preparer.sh dev
	@for cible in base embedded dev; do \
	  case $$cible in base) plus="";; embedded) plus="--extra embedded";; dev) plus="--extra embedded --group dev";; esac; \
	  .venv/bin/uv pip compile pyproject.toml $$plus --generate-hashes --no-emit-index-url --universal --python-version 3.11 \
	    --custom-compile-command "make verrou" -q -o requirements/$$cible.txt; \
	done

bench: # measures, printed as ratios in one run; starts its own PostgreSQL and Redis
	@scripts/preparer.sh dev
	@scripts/bench.sh
