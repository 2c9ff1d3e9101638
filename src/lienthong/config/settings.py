"""Django's settings, made from the environment; nothing else reads the environment."""

import os
import secrets
import sys
import warnings
from pathlib import Path

from lienthong.config.database import database_settings
from lienthong.config.logs import logging_settings
from lienthong.config.mail import mail_settings
from lienthong.config.provider import OIDC_PROVIDER, oidc_settings
from lienthong.config.reading import SettingsWrong, read_settings
from lienthong.kernel import disk

# X.520 allows 64 characters; the library counts bytes, and Vietnamese names have more of them.
warnings.filterwarnings("ignore", message="Attribute's length must be >= 1 and <= 64")

ENVIRONMENT = read_settings(os.environ)
PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENVIRONMENT.home.resolve()


def _secret_key() -> str:
    if ENVIRONMENT.secret_key:
        return ENVIRONMENT.secret_key.get_secret_value()
    kept = HOME / "keys" / "secret_key"
    if not kept.exists():
        _keep_new_key(kept)
    return _key_in(kept)


def _key_in(kept: Path) -> str:
    """Return the key in a file of ours. Raises SettingsWrong for one that holds none.

    It would not be missed before the first page, and then by everybody.
    """
    try:
        key = kept.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        key = ""
    if not key.strip():
        raise SettingsWrong(
            [
                f"{kept}: không còn khóa nào trong tệp này. Đặt lại tệp từ nơi cất giữ; nếu đã "
                "mất, xóa tệp để có khóa mới: mọi người đăng nhập lại, thêm lại ứng dụng xác "
                "thực / there is no key in this file. Put back the one that was kept; if it is "
                "lost, remove the file and a new one is made: everybody signs in anew"
            ]
        )
    return key


def _keep_new_key(kept: Path) -> None:
    """Make the key in one step: of processes that start at once the first one's key stays."""
    disk.make_folder(kept.parent)
    disk.put_if_new(kept, secrets.token_urlsafe(48).encode())
    disk.flush_folder(kept.parent)


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
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    # Its files for the page of the interface, which would come from elsewhere otherwise.
    "ninja",
    "csp",
    "lienthong.webkit",
    "lienthong.jobs",
    "lienthong.ledger",
    "lienthong.blobs",
    "lienthong.notices",
    "lienthong.worklist",
    "lienthong.search",
    "lienthong.directory",
    "lienthong.access",
    "lienthong.systems",
    "lienthong.witnesses",
    "lienthong.signatures",
    "lienthong.documents",
    "lienthong.exchange",
    "lienthong.registers",
    "lienthong.gateways",
    "lienthong.vxp",
    "lienthong.hooks",
    "lienthong.lab",
    "lienthong.routes",
    "lienthong.mailboxes",
    "lienthong.issuing",
    "lienthong.casefiles",
    "lienthong.inside",
    "lienthong.desk",
    "lienthong.statistics",
    "lienthong.rollout",
    "lienthong.portal",
    "lienthong.operation",
    "lienthong.practice",
    "lienthong.config",
]

MIDDLEWARE = [
    "lienthong.operation.web.requests.RequestLogMiddleware",
    "lienthong.vxp.api.envelope.EnvelopeMiddleware",
    "lienthong.operation.web.trouble.TroubleMiddleware",
    "lienthong.operation.web.probes.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "lienthong.webkit.middleware.PolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before the look at the tables, so that the page which it may show has its looks.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lienthong.operation.web.trouble.SchemaMiddleware",
    "lienthong.apikit.door.ProgramsMiddleware",
    "lienthong.webkit.middleware.PlainAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lienthong.webkit.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "lienthong.webkit.body_limit.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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

# Only these commands work as the role that owns the tables, when that is another one.
_AS_OWNER = bool({"migrate", "databaserights"} & set(sys.argv[1:2]))
DATABASES = {"default": database_settings(ENVIRONMENT, as_owner=_AS_OWNER)}
if ENVIRONMENT.test_suffix and ENVIRONMENT.database:
    DATABASES["default"]["TEST"] = {"NAME": f"test_lienthong{ENVIRONMENT.test_suffix}"}
# Limits of sign-in and locks, exact for all processes of all hosts.
CACHES = {"default": {"BACKEND": "lienthong.operation.adapters.cache.SharedCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "lienthong.access.adapters.password_rules.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "lienthong.access.adapters.password_rules.NotCommon"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "lienthong.access.web.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
# Mailboxes stand in the directory; the adapter finds the account of one.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# The agencies of a province may share one address behind NAT: limits per address are wide. Names
# are guarded by access's own pauses, which nobody can use against others; what is counted by key
# here are codes of a second factor, after the right password.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "sign_in_failed": "60/m/ip",
    "login_failed": "60/m/ip,10/5m/key",
    # Letters with a link; the key is the name that was typed, wherever it was typed.
    "reset_password": "20/m/ip,10/h/key",
}
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "lienthong.access.web.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = f"Liên Thông {ENVIRONMENT.installation}"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Without TLS a browser gives passkeys to the machine itself only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.behind_tls
SOCIALACCOUNT_ADAPTER = "lienthong.access.web.provider_adapter.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# The form of a page may not lead to another site (CSP), a link may.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = oidc_settings(ENVIRONMENT)
LIENTHONG_OIDC_PROVIDER = OIDC_PROVIDER
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = ENVIRONMENT.session_hours * 3600
LIENTHONG_IDLE_SECONDS = ENVIRONMENT.idle_minutes * 60
LIENTHONG_SESSION_SECONDS = ENVIRONMENT.session_hours * 3600
LIENTHONG_SECOND_FACTOR_ROLES = ENVIRONMENT.second_factor_names()
LIENTHONG_SECOND_FACTOR_GRACE_DAYS = ENVIRONMENT.second_factor_grace_days
LIENTHONG_READING_LOG_DAYS = ENVIRONMENT.reading_log_days
LIENTHONG_FIGURES_DAY = ENVIRONMENT.figures_day
LIENTHONG_LETTERS = "lienthong.access.adapters.mail.send_letter"
LIENTHONG_OFFICIAL_DOMAINS = frozenset(ENVIRONMENT.official_domains.lower().split())
LIENTHONG_HAS_MAIL = bool(ENVIRONMENT.mail_server and ENVIRONMENT.mail_from)
globals().update(mail_settings(ENVIRONMENT.mail_server, ENVIRONMENT.mail_from))
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
        "BACKEND": "lienthong.config.serving.static_storage.OnceCompressed"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What is small, compressed already or rarely asked for is not worth the half minute that
# compressing it takes at installation.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("png", "jpg", "gif", "webp", "woff", "woff2", "gz", "br", "zip"),
    *("bcmap", "pfb", "ttf", "icc", "wasm", "map"),
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

LOGGING = logging_settings(form=ENVIRONMENT.log, level=ENVIRONMENT.log_level)
LIENTHONG_SLOW_REQUEST = ENVIRONMENT.slow_request
LIENTHONG_SLOW_JOB = ENVIRONMENT.slow_job
LIENTHONG_WATCH_NETWORKS = ENVIRONMENT.watch_networks
LIENTHONG_WATCH_KEY = ENVIRONMENT.watch_key.get_secret_value() if ENVIRONMENT.watch_key else ""
# Where the processes of `serve` count, for /metrics; set by `serve` before it starts them.
LIENTHONG_METRICS_FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
LIENTHONG_LEAST_FREE = ENVIRONMENT.least_free
LIENTHONG_BACKUP_TO = ENVIRONMENT.backup_to
LIENTHONG_BACKUP_KEEP = ENVIRONMENT.backup_keep

LIENTHONG_HOME = HOME
LIENTHONG_INSTALLATION = ENVIRONMENT.installation
LIENTHONG_LARGEST_UPLOAD = ENVIRONMENT.largest_upload
# Where systems bring files; who calls is asked before a byte of the body is read.
LIENTHONG_SYSTEM_UPLOAD_ADDRESSES = {"api:uploads", "api:upload", "api:submissions"}
LIENTHONG_SYSTEM_UPLOAD_ADDRESSES |= {"vxp-api:operation"}
# What programs ask goes past sessions, forms and sign-in of people (apikit.door).
LIENTHONG_PROGRAM_ADDRESSES = ("/api/v1/", "/vxp/")
# For networks of systems: only these may say from where a request really comes.
LIENTHONG_TRUSTED_PROXIES = [
    part.strip() for part in ENVIRONMENT.trusted_proxies.split(",") if part.strip()
]
LIENTHONG_CLIENT_CERTIFICATE_FIELD = ENVIRONMENT.client_certificate_field
LIENTHONG_RATE_SHARES = ENVIRONMENT.rate_shares
LIENTHONG_SIGNER = ENVIRONMENT.signer
LIENTHONG_PAPER_SIGNER = ENVIRONMENT.paper_signer
LIENTHONG_TIME_STAMPER = ENVIRONMENT.time_stamper
# What packages below access ask before an act (a callable behind directory.ports.Guard).
LIENTHONG_GUARD = "lienthong.access.services.require"
# Which lines of a table bring posts to where their actor has none to give (directory.ports).
LIENTHONG_IMPORT_GUARD = "lienthong.access.services.wrong_lines"
# Who of those that are to take part lacks what must be there first (directory.ports.JoinGuard).
LIENTHONG_JOIN_GUARD = "lienthong.rollout.services.check_join"
# Which kind of document somebody means by a code or a name (access.ports.CalledKind).
LIENTHONG_CALLED_KIND = "lienthong.documents.rules.kinds.kind_called"
LIENTHONG_CONTENT_STORE = "lienthong.blobs.adapters.folder.FolderStore"
LIENTHONG_CONTENT_KEYS = (
    ENVIRONMENT.content_keys.get_secret_value() if ENVIRONMENT.content_keys else ""
)
LIENTHONG_CONTENT_KEYS_FILE = ENVIRONMENT.content_keys_file
LIENTHONG_VIRUS_SCANNER = ENVIRONMENT.virus_scanner
LIENTHONG_RECOGNISER = ENVIRONMENT.recogniser
LIENTHONG_LEDGER_KEY = "lienthong.ledger.adapters.keyfile.KeyFile"
# How other installations are asked for their heads: see witnesses.ports.Site.
LIENTHONG_WITNESS_SITE = "lienthong.witnesses.adapters.http_site.HttpSite"
# What opens mailboxes: see mailboxes.ports.
LIENTHONG_MAILBOX_SERVER = "lienthong.mailboxes.adapters.imap.imap"
# Who is at the other end of a route of each kind: see routes.ports.
LIENTHONG_ROUTE_ENDS = {
    "axis": "lienthong.routes.adapters.axis.Axis",
    "sister": "lienthong.routes.adapters.sister.SisterSite",
    "mail": "lienthong.routes.adapters.smtp.MailServer",
}
LIENTHONG_HOOK_KEYS = "lienthong.hooks.adapters.keyfiles.KeyFiles"
LIENTHONG_HOOK_CALLER = "lienthong.hooks.adapters.https.HttpsCaller"
LIENTHONG_HOOK_TRUST = ENVIRONMENT.hook_trust
LIENTHONG_ANSWER_DAYS = ENVIRONMENT.answer_days
LIENTHONG_PROMISE_HOURS = ENVIRONMENT.promise_hours
LIENTHONG_THREADS = ENVIRONMENT.threads
LIENTHONG_PUBLISH_MINUTES = ENVIRONMENT.publish_minutes
LIENTHONG_TIME_STAMP_URL = ENVIRONMENT.time_stamp_url
LIENTHONG_TIME_STAMP_TRUST = ENVIRONMENT.time_stamp_trust
# Room for form fields; files are streamed past this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
