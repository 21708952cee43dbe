"""Settings: one file, read from the environment, strict. A value that makes no sense stops the program at once.

docs/operations.md explains the variables to those who run a site.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from yidu.cli import postgres
from yidu.cli.configuration import database_from_url, kept_secret, mail_from_url

env = Env()
PACKAGE = Path(__file__).resolve().parent

# Everything that a site keeps lives in this one folder: database, uploads, secrets.
HOME = Path(env.str("YIDU_HOME", "") or PACKAGE.parent / "var").resolve()
DEBUG = env.bool("YIDU_DEBUG", False)
# A site with real people in it: HTTPS only, a second factor for staff, names of hosts required.
PRODUCTION = env.bool("YIDU_PRODUCTION", False)
TESTING = env.bool("YIDU_TESTING", False)
if PRODUCTION and (DEBUG or TESTING):
    raise ImproperlyConfigured("YIDU_PRODUCTION does not go together with YIDU_DEBUG or YIDU_TESTING")

SECRET_KEY = env.str("YIDU_SECRET_KEY", "") or kept_secret(HOME / "secret.key")
# Former ones: receipts that were given out and envelopes that still wait on phones open with them.
SECRET_KEY_FALLBACKS: list[str] = env.list("YIDU_SECRET_KEYS_BEFORE", [])
# Signs the checkpoints of the ledger. Apart from SECRET_KEY, so that one can be renewed without the other.
YIDU_SEAL_SECRET = env.str("YIDU_SEAL_SECRET", "") or kept_secret(HOME / "seal.key")
ALLOWED_HOSTS: list[str] = env.list("YIDU_HOSTS", [])
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("YIDU_PRODUCTION needs YIDU_HOSTS: the names that people type, separated by commas")
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]

# The order matters twice: our templates win over those of allauth, and a lower floor comes before a higher one.
INSTALLED_APPS = [
    "yidu.common",
    "yidu.places",
    "yidu.people",
    "yidu.programmes",
    "yidu.ledger",
    "yidu.activities",
    "yidu.matters",
    "yidu.documents",
    "yidu.notices",
    "yidu.sheets",
    "yidu.proposals",
    "yidu.consultations",
    "yidu.services",
    "yidu.briefs",
    "yidu.web",
    "yidu.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "yidu.web.observing.Observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "yidu.web.middleware.OneReading",
    "yidu.web.middleware.NotKept",
    "yidu.web.middleware.SessionLimits",
    "yidu.web.middleware.SecondFactor",
    "yidu.web.middleware.Refusals",
]

ROOT_URLCONF = "yidu.urls"
WSGI_APPLICATION = "yidu.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yidu.web.context.around",
            ],
        },
    },
]

FORM_RENDERER = "yidu.web.forms.FormRenderer"

# --- Database -------------------------------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", "")
POSTGRES_FOLDER = HOME / ("postgres-tests" if TESTING else "postgres")
# A request holds a connection for as long as it runs: fewer connections than threads would make requests queue.
# It waits through a restart of the database, and gives a connection up early: after that the next request tries anew
# at once, and not after as long again as the database was away.
POOL = {"min_size": 0, "max_size": env.int("YIDU_POOL", 12), "timeout": 10, "reconnect_timeout": 3}
# Planning takes longer than most of our queries. A pooler between us and the server must know prepared statements
# (PgBouncer from 1.21 on does).
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}
DATABASE: dict[str, Any] = (
    database_from_url(DATABASE_URL) if DATABASE_URL else postgres.at(POSTGRES_FOLDER).django_settings
)
DATABASES = {
    "default": {
        "ENGINE": "yidu.common.postgresql",
        "CONN_MAX_AGE": 0,  # a pool and lasting connections exclude each other
        "CONN_HEALTH_CHECKS": True,  # or the first requests after a restart of the database fail
        **DATABASE,
        "OPTIONS": {"pool": POOL, **PREPARED, **DATABASE.get("OPTIONS", {})},
        # Two test runs at once must not meet in one database.
        "TEST": {"NAME": f"test_yidu_{env.str('YIDU_TEST_RUN', '0')}"},
    }
}
# Shared by all worker processes: counted in each of them, five attempts would be twenty.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "yidu_cache"}}

# --- Who is there ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "yidu.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Accounts are made by those who appoint people; nobody signs up, and nobody needs an e-mail address.
ACCOUNT_ADAPTER = "yidu.web.adapters.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
# The lock-out: five wrong passwords for one name close it for a quarter of an hour, whoever asks.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key", "login": "30/m/ip", "reset_password": False}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("YIDU_PROXIES", 0)

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "义渡 Yidu"
MFA_RECOVERY_CODES_SHOW_ONCE = True
YIDU_STAFF_NEED_MFA = PRODUCTION
# The committee whose page opens at /.
YIDU_COMMITTEE = env.str("YIDU_COMMITTEE", "500104")
# The ledger's name in its checkpoints: once somebody has kept one, it stays.
YIDU_LOG_NAME = env.str("YIDU_LOG_NAME", f"yidu.{YIDU_COMMITTEE}")
# Public keys, NAME+ID+KEY: earlier ones of this site, and those of its witnesses.
YIDU_SEAL_KEYS_BEFORE: list[str] = env.list("YIDU_SEAL_KEYS_BEFORE", [])
YIDU_WITNESSES: list[str] = env.list("YIDU_WITNESSES", [])

# For whom backups are sealed (age1…), and where the database's log is kept between two of them.
YIDU_BACKUP_RECIPIENT = env.str("YIDU_BACKUP_RECIPIENT", "")
YIDU_WAL_ARCHIVE = env.str("YIDU_WAL_ARCHIVE", "")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "/"

# --- Programs of others ---------------------------------------------------------------------------------------------

# Requests of one token, or of one address without a token.
YIDU_API_PER_MINUTE = env.int("YIDU_API_PER_MINUTE", 600)
# A demonstration on one machine may be told of news there. A real site never asks an address of its own network.
YIDU_WEBHOOKS_TO_LOOPBACK = env.bool("YIDU_WEBHOOKS_TO_LOOPBACK", False)
if PRODUCTION and YIDU_WEBHOOKS_TO_LOOPBACK:
    raise ImproperlyConfigured("YIDU_PRODUCTION does not go together with YIDU_WEBHOOKS_TO_LOOPBACK")

# --- Sessions and cookies -------------------------------------------------------------------------------------------

# Seconds. The cookie's age is the absolute limit; the idle limit is kept by a middleware.
YIDU_SESSION_IDLE_SECONDS = 30 * 60
YIDU_SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = YIDU_SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
USERSESSIONS_TRACK_ACTIVITY = False

# Off in a demonstration, which is plain HTTP: with them nobody could sign in.
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|healthz)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the preload list is for whoever owns the domain to ask for
    CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"]
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        # Believed only when a proxy of ours is known to set it: anybody can send this header.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- What a page may do ---------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:", "blob:"],  # the QR code of a second factor; a photo before it is sent
        "manifest-src": ["'self'"],
        "media-src": ["'self'", "blob:"],  # a voice note before it is sent
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "worker-src": ["'self'"],
        "upgrade-insecure-requests": PRODUCTION,
    }
}

# --- Language and time ----------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]

# --- What goes out --------------------------------------------------------------------------------------------------

# How messages name this site. Behind a proxy nobody else knows it.
YIDU_URL = env.str("YIDU_URL", "") or f"http://{ALLOWED_HOSTS[0].lstrip('.*')}:8000"
EMAIL_URL = env.str("EMAIL_URL", "")
# Whether e-mail can go out at all. Without EMAIL_URL a demonstration writes it into a folder, a real site sends none.
YIDU_MAIL = bool(EMAIL_URL) or not PRODUCTION
if EMAIL_URL:
    globals().update(mail_from_url(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
# Seconds. A slow server must not hold the job for long.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("YIDU_MAIL_FROM", "") or f"yidu@{ALLOWED_HOSTS[0].lstrip('.*')}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# At which hour the digest goes out to those who chose none.
YIDU_DIGEST_HOUR = env.int("YIDU_DIGEST_HOUR", 8)
if not 0 <= YIDU_DIGEST_HOUR <= 23:
    raise ImproperlyConfigured("YIDU_DIGEST_HOUR is an hour of the day: 0 to 23")

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
_PLAIN_STATIC = DEBUG or TESTING
# Uploads are never served by their path: a view checks who asks, then streams the file.
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "yidu.common.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- What is written down -------------------------------------------------------------------------------------------

# Routes, never addresses, bodies or words of errors: `yidu.common.logs` says what may pass. A developer sees all.
LOG = env.str("YIDU_LOG", "json" if PRODUCTION else "plain")
if LOG not in ("json", "plain"):
    raise ImproperlyConfigured("YIDU_LOG is json or plain")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "yidu.common.logs.Lines"},
        "plain": {"()": "yidu.common.logs.Plain"},
        "debug": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "debug" if DEBUG else LOG}},
    "root": {"handlers": ["stderr"], "level": env.str("YIDU_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "yidu": {"level": "INFO"},
        # A line for each request is for machines to read.
        "yidu.requests": {"level": "INFO" if LOG == "json" else "WARNING"},
    },
}

# --- When all is well -----------------------------------------------------------------------------------------------

# Megabytes. With less room on the disk of YIDU_HOME, /healthz says so before it is too late.
YIDU_LEAST_FREE_MB = env.int("YIDU_LEAST_FREE_MB", 1024)
# Where metrics and the reasons behind /healthz are told, as host:port. Never an address that strangers can reach.
YIDU_WATCH = env.str("YIDU_WATCH", "")
