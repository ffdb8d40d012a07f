"""Settings common to every way of running. Configuration comes from the environment only (see ``.env.example``)."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from config import broker

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env("THIDUA_DATA", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

INSECURE_SECRET_KEY = "insecure-development-key-never-used-in-production"
SECRET_KEY = env("SECRET_KEY", default=INSECURE_SECRET_KEY)
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The address people reach the portal by, for QR codes on documents printed without a request (e.g. https://thidua.ttyt.vn).
PUBLIC_URL = env("PUBLIC_URL", default="").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rules",
    "treebeard",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "core",
    "accounts",
    "indicators",
    "campaigns",
    "scoring",
    "awards",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.CurrentScopeMiddleware",
    "accounts.middleware.ForcedPasswordChangeMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.middleware.RefuseNullCharacters",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.frame",
            ],
            "builtins": ["core.templatetags.ui"],
        },
    },
]

# --- Database: PostgreSQL when DATABASE_URL is set, else an embedded SQLite file --------------------------------------
SQLITE_OPTIONS = {
    # IMMEDIATE avoids "database is locked" in read-then-write transactions; WAL lets readers go on.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
        "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}
# A variable that is set but empty means the same as one that is not set.
DATABASE_URL = env("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'thidua.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "rules.permissions.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "core.hashers.OfficeArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "reports:home"
LOGOUT_REDIRECT_URL = "accounts:login"
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = env.float("LOGIN_LOCKOUT_HOURS", default=0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=10) * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = env.bool("SESSION_ENDS_WITH_BROWSER", default=True)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

# --- Language, time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
TIME_ZONE = env("TIME_ZONE", default="Asia/Ho_Chi_Minh")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["core.locale_formats"]

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(DATA_DIR / "static")))
# Uploads are served only by views that check a permission, so there is no MEDIA_URL.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(DATA_DIR / "media")))
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_MB", default=20) * 1024 * 1024
CASE_FILE_LIMIT_BYTES = env.int("CASE_FILE_LIMIT_MB", default=200) * 1024 * 1024
# Names, addresses and telephone numbers in imported case files are left out unless an installation wants them.
KEEP_CASE_APPLICANTS = env.bool("KEEP_CASE_APPLICANTS", default=False)
# Case files tell of applicants: those that were uploaded and never imported are thrown away after so many days.
CASE_FILES_WAIT_DAYS = env.int("CASE_FILES_WAIT_DAYS", default=30)
# Lists of more rows than this are written as Excel files by a job; what jobs made is fetched within days.
LISTS_EXPORTED_DIRECTLY = env.int("LISTS_EXPORTED_DIRECTLY", default=2_000)
EXPORTS_KEPT_DAYS = env.int("EXPORTS_KEPT_DAYS", default=7)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Background work: Redis when REDIS_URL is set, else kombu's file-system broker ------------------------------------
REDIS_URL = env("REDIS_URL", default="")
BROKER_FOLDER = DATA_DIR / "broker"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object]
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
else:
    CELERY_BROKER_URL = f"{broker.SCHEME}://localhost"
    for folder in ("queue", "processed", "control"):
        (BROKER_FOLDER / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "processed_folder": str(BROKER_FOLDER / "processed"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.05,
    }
CELERY_TASK_DEFAULT_QUEUE = env("CELERY_QUEUE", default="thidua")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_DB_REUSE_MAX = 1000
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 60.0},
    "sweep-checked-files": {"task": "core.sweep_checked_files", "schedule": 3600.0},
    "sweep-exports": {"task": "core.sweep_exports", "schedule": 6 * 3600.0},
    "close-figure-periods": {"task": "indicators.close_periods", "schedule": 6 * 3600.0},
    "close-surveys": {"task": "indicators.close_surveys", "schedule": 6 * 3600.0},
    "forget-abandoned-answers": {"task": "indicators.forget_abandoned_answers", "schedule": 24 * 3600.0},
    "forget-waiting-case-files": {"task": "indicators.forget_waiting_case_files", "schedule": 24 * 3600.0},
    "worker-heartbeat": {"task": "core.worker_heartbeat", "schedule": 20.0},
}

# --- Public surveys: no account, so an address may send only so much --------------------------------------------------
# How many proxies of our own stand in front; the address that the outermost one saw is taken for the person's.
PROXIES = env.int("PROXIES", default=0)
# A hospital stands behind one address: these are far above what its busiest hour sends, and far below a flood.
SURVEY_ANSWER_LIMIT = env("SURVEY_ANSWER_LIMIT", default="300/minute")
SURVEY_PAGE_LIMIT = env("SURVEY_PAGE_LIMIT", default="1200/minute")
# Wrong one-time codes; they never keep a right one waiting. Of an address, and of all together.
SURVEY_CODE_LIMIT = env("SURVEY_CODE_LIMIT", default="60/10 minutes")
SURVEY_CODE_CEILING = env("SURVEY_CODE_CEILING", default="6000/10 minutes")
KIOSK_PIN_LIMIT = env("KIOSK_PIN_LIMIT", default="5/15 minutes")
# Counted in Redis where there is one, else in each process for itself.
RATE_LIMIT_STORAGE = REDIS_URL or "memory://"
# For how long a process takes a survey for what it was when it read it.
SURVEY_KEPT_SECONDS = env.int("SURVEY_KEPT_SECONDS", default=5)
# Results of fewer forms are hidden: what a new round begins with, and what holds for typed counts of other surveys.
SURVEY_SHOWN_FROM = env.int("SURVEY_SHOWN_FROM", default=10)

# --- Figures ---------------------------------------------------------------------------------------------------------
# A month's figures are closed so many working days after its end; 0 leaves that to people.
FIGURES_CLOSE_AFTER_WORKING_DAYS = env.int("FIGURES_CLOSE_AFTER_WORKING_DAYS", default=10)

# --- Pages ------------------------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "core/_table.html"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    # It warns of each column without any value.
    "loggers": {"fastexcel": {"level": "ERROR"}},
}
