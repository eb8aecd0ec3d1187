"""What every environment shares. Closed by default; an odd value refuses to start."""

import os
import tempfile
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mission_locale.settings.env import env_bool, env_int, env_list

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything that a running embedded installation writes: database, broker, mails of the demo.
VAR_DIR = Path(os.getenv("VAR_DIR", str(BASE_DIR / "var")))

DEMO = False  # start page with one-click sign-in and the page of sent messages: never in production

INSTALLED_APPS = [
    "mission_locale.apps.MissionLocaleConfig",
    "evaluation",
    "participation",
    "accueil",
    "plans_action",
    "jeunes",
    "structure",
    "comptes",
    "commun",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, found by FORM_RENDERER
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_celery_beat",
    "django_celery_results",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "simple_history",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comptes.middleware.AccesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "mission_locale.urls"
WSGI_APPLICATION = "mission_locale.wsgi.application"
ASGI_APPLICATION = "mission_locale.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mission_locale.contexte.installation",
            ],
        },
    },
]
FORM_RENDERER = "commun.rendu.RenduDirect"

# --- Database: SQLite without any variable, PostgreSQL by DATABASE_URL ---------------------------


def database_from_environment() -> dict[str, Any]:
    """Return Django's default database: DATABASE_URL, or the embedded SQLite file."""
    url = os.getenv("DATABASE_URL", "")
    if not url:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        config: dict[str, Any] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR_DIR / "mission_locale.sqlite3"),
        }
    else:
        try:
            config = dict(environ.Env.db_url_config(url))
        except Exception as error:
            raise ImproperlyConfigured(
                "DATABASE_URL cannot be read: postgres://user:password@host:5432/name"
            ) from error
    if "sqlite" in config["ENGINE"]:
        # IMMEDIATE: measured 0 oversold and 0 "database is locked"; the default DEFERRED fails under writers.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-64000;",
        }
    elif "postgresql" in config["ENGINE"]:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        # The choices of each list of a form would cost three exchanges instead of one.
        config["DISABLE_SERVER_SIDE_CURSORS"] = True
        # Statements of many columns take ten times as long to compile as to run: 21 s against 2 over 1,000,000 facts.
        config["OPTIONS"] = {"options": "-c jit=off", **config.get("OPTIONS", {})}
    else:
        raise ImproperlyConfigured("DATABASE_URL: only postgres:// and sqlite:// are supported")
    return config


DATABASES = {"default": database_from_environment()}
# The order of étapes is written whole by one service under the fiche's version; PostgreSQL checks it besides.
SILENCED_SYSTEM_CHECKS = ["models.W038"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits of sign-in attempts live in the cache, so it must be shared by all web processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_partage"}}
if redis_url := os.getenv("REDIS_URL", ""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}

# How long a process remembers the short lists that filters offer, and the name of the house.
MEMOIRE_SECONDES = 30

# --- Language, time, numbers -----------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["mission_locale.formats"]

# --- Accounts --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "comptes.Utilisateur"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "comptes.adapters.CompteAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up itself is closed; this keeps the password of sign-in
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
# Addresses are proven before: youths by the code of comptes.connexion, the team by the mailed link of its password.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_FORMS = {
    "login": "comptes.forms.ConnexionEquipeForm",
    "reset_password": "comptes.forms.OubliForm",
    "reset_password_from_key": "comptes.forms.NouveauMotDePasseForm",
    "change_password": "comptes.forms.ChangementMotDePasseForm",
    "set_password": "comptes.forms.PremierMotDePasseForm",
    "reauthenticate": "comptes.forms.ConfirmationForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "code_demande": "20/m/ip,5/10m/key",
    "code_essai": "10/m/ip,5/5m/key",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "comptes.adapters.SecondControleAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Mission Locale"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "comptes.forms_mfa.CodeSecondForm",
    "reauthenticate": "comptes.forms_mfa.CodeConfirmationForm",
    "activate_totp": "comptes.forms_mfa.ApplicationForm",
    "add_webauthn": "comptes.forms_mfa.CleForm",
    "edit_webauthn": "comptes.forms_mfa.NomCleForm",
}
MFA_REQUIRED_FOR_STAFF = True  # enforced by comptes.middleware
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0, most=10)
SESSION_COOKIE_AGE = 8 * 3600  # left alone for that long, a session ends
SESSION_IDLE_ADMINISTRATION = 30 * 60
SESSION_ABSOLUTE_AGE = 12 * 3600  # however busy
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

METRICS_TOKEN = os.getenv("METRICS_TOKEN", "")  # without it, /metrics is closed

# --- Forms, static files, security headers ---------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_FICHE_TAILLE_MO = env_int(
    "IMPORT_FICHE_TAILLE_MO", 10, least=1, most=100
)  # a fiche-action written in Word is far lighter
PIECE_TAILLE_MO = env_int("PIECE_TAILLE_MO", 10, least=1, most=50)  # a file attached to a fiche as proof
PIECES_PAR_FICHE = env_int("PIECES_PAR_FICHE", 60, least=1, most=1000)
# Whatever is sent is cut there: a huge file is never written whole on the disk.
TELEVERSEMENT_MAXIMUM = max(IMPORT_FICHE_TAILLE_MO, PIECE_TAILLE_MO) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "commun.televersement.CoupeAuMaximum",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long fiche-action has more than Django's 1,000 fields
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Mail ------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = os.getenv("DEFAULT_FROM_EMAIL", "Mission Locale <ne-pas-repondre@mission-locale.example>")
SITE_URL = os.getenv("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
EMAIL_TIMEOUT = 15

# --- What the rooms wait for, or find unusual ------------------------------------------------------
ORIENTATION_SANS_REPONSE_JOURS = env_int(
    "ORIENTATION_SANS_REPONSE_JOURS", 21, least=1
)  # then shown on the counsellor's day
SEUIL_PETITS_NOMBRES = env_int(
    "SEUIL_PETITS_NOMBRES", 5, least=5, most=50
)  # a count of fewer people is not said outside the house
AVIS_CONTACT_HEURES = env_int("AVIS_CONTACT_HEURES", 24)  # before the old address hears that it was replaced
DOSSIERS_PAR_JOUR_ALERTE = env_int(
    "DOSSIERS_PAR_JOUR_ALERTE", 60, least=1
)  # files opened in a day: the direction and the administration are told
DOSSIERS_PAR_HEURE_ALERTE = env_int("DOSSIERS_PAR_HEURE_ALERTE", 60, least=1)  # the same, in any hour, midnight or not

# --- Celery: same transport and settings embedded (valkey on a Unix socket) and in production ------


def embedded_broker_socket() -> Path:
    """Return the private broker's socket; a path above 107 bytes cannot be a socket and goes to the temp folder."""
    wanted = VAR_DIR / "broker.sock"
    if len(str(wanted).encode()) <= 100:
        return wanted
    import hashlib

    digest = hashlib.sha256(str(VAR_DIR).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"ml-{os.getuid()}-{digest}" / "broker.sock"


BROKER_SOCKET = embedded_broker_socket()
CELERY_BROKER_URL = (
    os.getenv("CELERY_BROKER_URL", "") or os.getenv("REDIS_URL", "") or f"redis+socket://{BROKER_SOCKET}"
)
# Longer than the longest task: a shorter one runs the task again while it is still running.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = False  # arguments stay out of the result table: ids only, but no need to keep them
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# Filled by each app's tasks module name; the database scheduler copies it at start.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "battement-de-l-horloge": {"task": "mission_locale.tasks.battement", "schedule": 60, "options": {"expires": 120}},
    "purge-des-comptes": {"task": "comptes.tasks.purge", "schedule": 3600},
    "purge-des-imports": {"task": "plans_action.tasks.purge_imports", "schedule": 86_400},
    "messages-des-comptes": {"task": "comptes.tasks.send_late_messages", "schedule": 300},
    "avis-de-coordonnees": {"task": "jeunes.tasks.send_avis_contact", "schedule": 900},
    "volume-des-lectures": {"task": "comptes.tasks.check_volume", "schedule": 600},
    "messages-des-seances": {"task": "participation.tasks.send_late_messages", "schedule": 300},
    "convocations": {"task": "evaluation.tasks.envoyer_convocations_en_retard", "schedule": 300},
    "rappels-du-jour": {"task": "plans_action.tasks.preparer_rappels", "schedule": crontab(hour=6, minute=45)},
    "rappels-en-retard": {"task": "plans_action.tasks.envoyer_rappels_en_retard", "schedule": 300},
    "calcul-de-la-nuit": {"task": "evaluation.tasks.calculer_chaque_nuit", "schedule": crontab(hour=2, minute=30)},
    "reprise-des-travaux": {"task": "evaluation.tasks.reprendre_travaux", "schedule": 60},
}

# --- Logs: ids only, never what people typed --------------------------------------------------------

# Every event goes through the standard library, so that levels and handlers are decided in one place.
AVANT_ECRITURE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*AVANT_ECRITURE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lisible": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "logger", "event"]),
            ],
            "foreign_pre_chain": AVANT_ECRITURE,
        },
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": AVANT_ECRITURE,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lisible"}},
    "root": {"handlers": ["console"], "level": os.getenv("LOG_LEVEL", "INFO")},
    "loggers": {"django_structlog": {"level": "WARNING"}, "django.server": {"level": "WARNING"}},
}

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
DEBUG = env_bool("DJANGO_DEBUG")
