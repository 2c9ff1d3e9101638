"""Django's settings, made from the environment; nothing else reads the environment."""

import os
import secrets
import warnings
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from lienthong.config.environment import Environment

# X.520 allows 64 characters; the library counts bytes, and Vietnamese names have more of them.
warnings.filterwarnings("ignore", message="Attribute's length must be >= 1 and <= 64")

ENVIRONMENT = Environment()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENVIRONMENT.home.resolve()


def _secret_key() -> str:
    if ENVIRONMENT.secret_key:
        return ENVIRONMENT.secret_key.get_secret_value()
    kept = HOME / "keys" / "secret_key"
    if not kept.exists():
        _keep_new_key(kept)
    return kept.read_text()


def _keep_new_key(kept: Path) -> None:
    """Make the key in one step: of processes that start at once the first one's key stays."""
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("w", dir=kept.parent, prefix="secret_key.") as made:
        made.write(secrets.token_urlsafe(48))
        made.flush()
        os.fsync(made.fileno())
        with suppress(FileExistsError):
            os.link(made.name, kept)


SECRET_KEY = _secret_key()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.hosts.split(",")]
ROOT_URLCONF = "lienthong.config.urls"
WSGI_APPLICATION = "lienthong.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_tasks",
    "csp",
    "lienthong.webkit",
    "lienthong.jobs",
    "lienthong.ledger",
    "lienthong.blobs",
    "lienthong.notices",
    "lienthong.worklist",
    "lienthong.directory",
    "lienthong.access",
    "lienthong.signatures",
    "lienthong.documents",
    "lienthong.exchange",
    "lienthong.registers",
    "lienthong.gateways",
    "lienthong.issuing",
    "lienthong.desk",
    "lienthong.practice",
    "lienthong.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lienthong.webkit.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lienthong.webkit.body_limit.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lienthong.access.web.middleware.ActorMiddleware",
    "lienthong.webkit.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lienthong.desk.web.frame.frame",
            ],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database_settings()}
if ENVIRONMENT.test_suffix and ENVIRONMENT.database:
    DATABASES["default"]["TEST"] = {"NAME": f"test_lienthong{ENVIRONMENT.test_suffix}"}
# The limits of sign-in are kept here, for all processes of this host. A full cache forgets a third
# of what it keeps: the room is for many more names and addresses than are tried at once.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "lienthong.access.web.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# The agencies of a province may share one address behind NAT: limits per address are wide, those
# per name tight.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/5m/key"}
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What is small, compressed already or rarely asked for is not worth the half minute that
# compressing it takes at installation.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("png", "jpg", "gif", "webp", "woff", "woff2", "gz", "br", "zip"),
    *("bcmap", "pfb", "ttf", "icc", "wasm"),
)

TASKS = {"default": {"BACKEND": "lienthong.jobs.backend.DatabaseBackend", "QUEUES": []}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # The decoders of pdf.js for scans are WebAssembly; this does not allow eval of scripts.
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.behind_tls
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.behind_tls else 0
if ENVIRONMENT.behind_tls:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # They log a traceback for every signature of an issuer that nobody trusts.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}

LIENTHONG_HOME = HOME
LIENTHONG_INSTALLATION = ENVIRONMENT.installation
LIENTHONG_LARGEST_UPLOAD = ENVIRONMENT.largest_upload
# Where signed-in people bring files; every other address takes forms only.
LIENTHONG_UPLOAD_ADDRESSES = {"issuing:send", "issuing:receive", "issuing:attach"}
LIENTHONG_SIGNER = ENVIRONMENT.signer
LIENTHONG_TIME_STAMPER = ENVIRONMENT.time_stamper
LIENTHONG_CONTENT_STORE = "lienthong.blobs.adapters.folder.FolderStore"
LIENTHONG_LEDGER_KEY = "lienthong.ledger.adapters.keyfile.KeyFile"
LIENTHONG_PROMISE_HOURS = ENVIRONMENT.promise_hours
# Room for form fields; files are streamed past this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
