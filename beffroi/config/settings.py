"""Settings of every deployment, from the environment; `docs/en/settings.md` lists them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from beffroi import __version__
from beffroi.core.buckets import Bucket

VERSION = __version__


def _flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    return value in {"1", "true", "yes", "on"}


def _list(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def _choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = os.environ.get(name, "").strip().lower() or default
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
    return value


def _secret_key(path: Path) -> str:
    """Return the signing key, made once; O_EXCL so that two processes cannot both make one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


# Before numpy is loaded: tables as small as ours are multiplied sooner by one thread than by
# several that wait for each other, and each thread takes memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

#: Folder of everything that Beffroi keeps: database, media, keys.
DATA_DIR = Path(os.environ.get("BEFFROI_DATA_DIR", "data")).resolve()
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

#: Public address, without a trailing slash: links in mails, OAuth return addresses.
PUBLIC_URL = os.environ.get("BEFFROI_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = PUBLIC_URL.startswith("https://")

#: File that tells the country of an address (MMDB); None: countries of visitors stay unknown.
_COUNTRIES = os.environ.get("BEFFROI_COUNTRIES_FILE", "").strip()
COUNTRIES_FILE = Path(_COUNTRIES) if _COUNTRIES else None

_EXPORT = os.environ.get("BEFFROI_EXPORT_DIR", "").strip()
#: Folder into which tables for the company's own tools are written each night; None: none are.
EXPORT_DIR = Path(_EXPORT).resolve() if _EXPORT else None
_BUCKET = os.environ.get("BEFFROI_EXPORT_BUCKET", "").strip()
#: Bucket into which they go as well, or instead; None: into none.
EXPORT_BUCKET = (
    Bucket(
        _BUCKET,
        region=os.environ.get("BEFFROI_EXPORT_REGION", "us-east-1"),
        key=os.environ.get("BEFFROI_EXPORT_KEY", ""),
        secret=os.environ.get("BEFFROI_EXPORT_SECRET", ""),
    )
    if _BUCKET
    else None
)

#: File of the keys that encrypt accesses. Keep a copy apart from the database's backup.
SECRET_FILE = Path(os.environ.get("BEFFROI_SECRET_FILE", DATA_DIR / "secret.keys"))
SECRET_KEY = _secret_key(DATA_DIR / "session.key")

#: Which parts this process runs, of web, worker and listener.
_PARTS = ("web", "worker", "listener")
ROLES = frozenset(_list("BEFFROI_ROLES") or _PARTS)
if ROLES - frozenset(_PARTS):
    raise ValueError(f"BEFFROI_ROLES names parts that are none; there are {', '.join(_PARTS)}")

#: host:port pairs on private networks that Beffroi may call; everything else private is refused.
OUTBOUND_ALLOW = frozenset(_list("BEFFROI_OUTBOUND_ALLOW"))

#: host:port pairs of language models on one's own machines; no other private address is asked.
MODEL_ALLOW = frozenset(_list("BEFFROI_MODEL_ALLOW"))

#: Where a network's interface is, instead of its own home: simulators, as key=origin.
NETWORK_HOMES = dict(item.partition("=")[::2] for item in _list("BEFFROI_NETWORK_HOMES"))

#: 1 lets Reddit's public search be read: its terms want each operator's own decision.
REDDIT = _flag("BEFFROI_REDDIT", default=False)

#: What networks can be told about themselves, by the name that their adapters ask for.
NETWORK_OPTIONS = {
    "jetstream_url": os.environ.get("BEFFROI_JETSTREAM_URL", "").strip(),
    "jetstream_dictionary": os.environ.get("BEFFROI_JETSTREAM_DICTIONARY", "").strip(),
    "bluesky_home": NETWORK_HOMES.get("bluesky", ""),
}

#: Call nothing else at all. The demo does so.
OUTBOUND_ONLY_ALLOWED = False

#: Besides the public internet, what a check of a website may call: nothing, for anybody asks.
SITECHECK_ALLOW: frozenset[str] = frozenset()

#: How long a network may take to answer before a call is given up.
OUTBOUND_TIMEOUT_SECONDS = 20.0

DEBUG = False
#: 1 shows /styleguide/, the page of all components.
STYLEGUIDE = _flag("BEFFROI_STYLEGUIDE", default=False)
_OWN_HOSTS = ["127.0.0.1", "localhost", "[::1]", PUBLIC_URL.split("//")[-1].split(":")[0]]
ALLOWED_HOSTS = _list("BEFFROI_HOSTS") or _OWN_HOSTS
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "beffroi.workspaces",  # before allauth: its templates stand in for those of the library
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "beffroi.core",
    "beffroi.charts",  # templates and a stylesheet alone
    "beffroi.strategy",
    "beffroi.archives",
    "beffroi.channels",
    "beffroi.company",
    "beffroi.links",
    "beffroi.media",
    "beffroi.branding",
    "beffroi.printing",
    "beffroi.sitecheck",
    "beffroi.delivery",
    "beffroi.drafting",
    "beffroi.inbox",
    "beffroi.publishing",
    "beffroi.reviews",
    "beffroi.listening",
    "beffroi.crisis",
    "beffroi.sales",
    "beffroi.insight",
    "beffroi.learning",
    "beffroi.relays",
    "beffroi.routines",
    "beffroi.coaching",
    "beffroi.web",
    "beffroi.morning",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "beffroi.web.static_files.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "beffroi.workspaces.middleware.PrivatePagesMiddleware",
    "beffroi.workspaces.middleware.SessionLimitsMiddleware",
    "beffroi.workspaces.middleware.WorkspaceMiddleware",
    "beffroi.web.middleware.LanguageMiddleware",
    "beffroi.web.middleware.ErrorPageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "beffroi.config.urls"
ASGI_APPLICATION = "beffroi.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "beffroi.web.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

#: sqlite:///path or postgresql://user:password@host/name
DATABASE_URL = os.environ.get("BEFFROI_DATABASE_URL") or f"sqlite:///{DATA_DIR / 'beffroi.sqlite3'}"
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads then writes must not find itself locked out half-way.
    # FULL: what is acknowledged survives a power cut.
    # secure_delete: what is erased is overwritten in the file, not only let go.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-8000;"
        ),
    }

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
#: Who may make an account: anyone ("open"), or the first person, then the invited ("invited").
SIGNUP = _choice("BEFFROI_SIGNUP", "invited", ("invited", "open"))
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "beffroi.workspaces.account_forms.LoginForm",
    "signup": "beffroi.workspaces.account_forms.SignupForm",
    "request_login_code": "beffroi.workspaces.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "beffroi.workspaces.account_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "beffroi.workspaces.account_forms.ConfirmEmailCodeForm",
    "reset_password": "beffroi.workspaces.account_forms.ResetPasswordForm",
    "confirm_password_reset_code": "beffroi.workspaces.account_forms.ConfirmResetCodeForm",
    "reset_password_from_key": "beffroi.workspaces.account_forms.NewPasswordForm",
    "change_password": "beffroi.workspaces.account_forms.ChangePasswordForm",
    "set_password": "beffroi.workspaces.account_forms.SetPasswordForm",
    "reauthenticate": "beffroi.workspaces.account_forms.ReauthenticateForm",
    "add_email": "beffroi.workspaces.account_forms.ChangeAddressForm",
}
MFA_FORMS = {
    "authenticate": "beffroi.workspaces.mfa_forms.SecondFactorForm",
    "reauthenticate": "beffroi.workspaces.mfa_forms.SecondFactorAgainForm",
    "activate_totp": "beffroi.workspaces.mfa_forms.ActivateAppForm",
    "add_webauthn": "beffroi.workspaces.mfa_forms.AddPasskeyForm",
    "edit_webauthn": "beffroi.workspaces.mfa_forms.RenamePasskeyForm",
    "authenticate_webauthn": "beffroi.workspaces.mfa_forms.PasskeyForm",
    "login_webauthn": "beffroi.workspaces.mfa_forms.PasskeySignInForm",
    "reauthenticate_webauthn": "beffroi.workspaces.mfa_forms.PasskeyAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
# Codes instead of links everywhere: no secret in an address, nothing for a mail scanner to click.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
# A new password ends every other session; this one goes on under a new key.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "beffroi.workspaces.allauth_adapter.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Beffroi"
MFA_ADAPTER = "beffroi.workspaces.mfa_adapter.MFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
USERSESSIONS_TRACK_ACTIVITY = True

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("BEFFROI_SMTP_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("BEFFROI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("BEFFROI_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("BEFFROI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BEFFROI_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("BEFFROI_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("BEFFROI_MAIL_FROM", "Beffroi <beffroi@localhost>")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
FORMAT_MODULE_PATH = ["beffroi.config.formats"]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
#: Other sites have no business with our style and fonts.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
#: How many videos are wrapped at once on this machine; each may take 2 GB of addresses.
VIDEOS_AT_ONCE = max(1, int(os.environ.get("BEFFROI_VIDEOS_AT_ONCE", "1")))
#: Uploads lie beside the data until they are taken: the system's folder may be memory, or small.
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# Cookies bear the __Host- prefix wherever the address allows it (the prefix demands https).
_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}beffroi-session"
CSRF_COOKIE_NAME = f"{_PREFIX}beffroi-csrf"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}beffroi-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_FAILURE_VIEW = "beffroi.web.views.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = False  # a reverse proxy ends TLS
X_FRAME_OPTIONS = "DENY"
#: How many reverse proxies stand in front and set X-Forwarded-For and X-Forwarded-Proto themselves.
#: 0: nobody, and what a client says about itself in those headers is ignored.
PROXY_COUNT = int(os.environ.get("BEFFROI_PROXY_COUNT", "0"))
if PROXY_COUNT > 0:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "beffroi.core.logs.RedactSecrets"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}
    },
    "root": {"handlers": ["console"], "level": os.environ.get("BEFFROI_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "httpx2": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
    },
}
