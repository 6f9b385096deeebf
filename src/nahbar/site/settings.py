"""The one settings file. What a house may decide is read from the environment, listed in docs/settings.md."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from nahbar.site.bodies import LARGEST_FORM
from nahbar.site.home import find_home, prepare_home, read_or_make_secret
from nahbar.site.mail_url import mail_url
from nahbar.site.static_version import static_version
from nahbar.site.surroundings import NO_DATABASE_URL, NO_ZONE, BadSetting, flag, number

PACKAGE = Path(__file__).resolve().parent.parent


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(NO_ZONE, value=name) from error


def _database(url: str | None) -> dict[str, object]:
    """SQLite in NAHBAR_HOME, or the PostgreSQL database that DATABASE_URL names."""
    if not url:
        return {
            "ENGINE": "nahbar.core.sqlite",
            "NAME": NAHBAR_HOME / "nahbar.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;",
            },
            "TEST": {"NAME": os.environ.get("NAHBAR_TEST_DATABASE")},
        }
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise BadSetting(NO_DATABASE_URL) from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(NO_DATABASE_URL)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    # Compiling a query costs more than any of ours takes; the URL may say otherwise.
    query.setdefault("options", "-c jit=off")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
        "TEST": {"NAME": os.environ.get("NAHBAR_TEST_DATABASE")},
    }


NAHBAR_HOME = prepare_home(find_home())
DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": _database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = read_or_make_secret(NAHBAR_HOME, "session.key").hex()
FILES_KEY = read_or_make_secret(NAHBAR_HOME, "files.key", size=32)
DEBUG = flag("NAHBAR_DEBUG", default=False)
SHOW_DEMO = flag("NAHBAR_DEMO", default=True)
PUBLIC_URL = os.environ.get("NAHBAR_PUBLIC_URL", "").rstrip("/")
_HOSTS = os.environ.get("NAHBAR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ALLOWED_HOSTS = [host.strip() for host in _HOSTS if host.strip()]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

INSTALLED_APPS = [
    "nahbar.core",
    "nahbar.team",
    "nahbar.customers",
    "nahbar.dispatch",
    "nahbar.moments",
    "nahbar.measures",
    "nahbar.agenda",
    "nahbar.sales",
    "nahbar.circulation",
    "nahbar.value",
    "nahbar.intake",
    "nahbar.reception",
    "nahbar.steering",
    "nahbar.desk",
    "nahbar.demo",
    "nahbar.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]
if os.environ.get("NAHBAR_OIDC_URL"):
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nahbar.site.packing.pack_pages",
    "nahbar.site.middleware.no_cross_origin_content",
    "nahbar.site.middleware.keep_out_of_caches",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nahbar.desk.language.speak_their_language",
    "nahbar.desk.keeping.say_who_reads",
    "nahbar.desk.sign_in_again.say_that_it_ended",
    "nahbar.site.uploads.take_files_of_those_who_may",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nahbar.desk.refusals.answer_refusals",
]

ROOT_URLCONF = "nahbar.site.urls"
WSGI_APPLICATION = "nahbar.site.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "nahbar.desk.shell.shell",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "nahbar.desk.templating.environment",
            "context_processors": _CONTEXT,
            "extensions": ["jinja2.ext.i18n"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", _("German")),
    ("de-informal", _("German, Du")),
    ("de-at", _("German, Austria")),
    ("de-ch", _("German, Switzerland")),
    ("en", _("English")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
NAHBAR_LANGUAGE = os.environ.get("NAHBAR_LANGUAGE", "de")
USE_I18N = True
USE_TZ = True
TIME_ZONE = _zone(os.environ.get("NAHBAR_TIME_ZONE", "Europe/Vienna"))

# The version stands in each address, so that browsers never ask again; what is built names its own.
STATIC_URL = f"/static/{static_version(PACKAGE)}/"
STATIC_ROOT = None  # served out of the packages themselves
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = "."
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = str(NAHBAR_HOME / "work")
# Files go to the disk for those alone who may bring some: see nahbar.site.uploads.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_FORM
LARGEST_UPLOAD = number("NAHBAR_UPLOAD_MB", 4_096, least=1) << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_FAILURE_VIEW = "nahbar.desk.errors.form_too_old"
# Rate limits are counted together by all web processes: in the database, without another service.
CACHE_TABLE = "nahbar_cache"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": CACHE_TABLE}
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "nahbar.desk.accounts.HouseAccounts"
SOCIALACCOUNT_ADAPTER = "nahbar.desk.accounts.HouseIdentityProviders"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/5m/ip"}
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_FORMS = {"change_password": "nahbar.desk.accounts.PasswordForm"}
# Behind this many proxies of our own; tries are counted by the address the outermost one saw.
ALLAUTH_TRUSTED_PROXY_COUNT = number("NAHBAR_PROXIES", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # localhost is a safe origin without https
MFA_TOTP_ISSUER = "nahbar"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "house",
                    "name": os.environ.get("NAHBAR_OIDC_NAME", "OpenID Connect"),
                    "client_id": os.environ.get("NAHBAR_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("NAHBAR_OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ["NAHBAR_OIDC_URL"]},
                }
            ]
        }
    }
    if os.environ.get("NAHBAR_OIDC_URL")
    else {}
)

_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_NAME = "nahbar"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

MAIL_URL = mail_url()
MAIL_FROM = os.environ.get("NAHBAR_MAIL_FROM", "").strip()
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "nahbar.core.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("NAHBAR_LOG", "WARNING")},
    "loggers": {"nahbar": {"level": os.environ.get("NAHBAR_LOG", "INFO")}},
}
