# One image for web, worker and beat. Nothing is compiled here: all packages come as wheels.
FROM python:3.12-slim-bookworm AS paquets
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements/base.txt

FROM python:3.12-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=mission_locale.settings.prod VAR_DIR=/var/lib/mission-locale
RUN useradd --system --create-home --uid 10001 mission && install -d -o mission -g mission /var/lib/mission-locale
WORKDIR /app
COPY --from=paquets /venv /venv
COPY --chown=root:root . .
# The static files' names carry their digest: collected once, at build, with values that open nothing.
RUN DJANGO_SECRET_KEY=$(python -c 'print("x" * 60)') ALLOWED_HOSTS=build SITE_URL=http://build EMAIL_HOST=build \
    DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost python manage.py collectstatic --noinput
USER mission
EXPOSE 8000
CMD ["gunicorn", "mission_locale.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--max-requests", "5000", "--max-requests-jitter", "500", "--access-logfile", "-", "--no-control-socket"]
