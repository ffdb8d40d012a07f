"""Settings of the test suite. ``make test`` gives it a private PostgreSQL and Redis through the environment."""

import atexit
import os
import shutil
import tempfile

if "THIDUA_DATA" not in os.environ:
    os.environ["THIDUA_DATA"] = tempfile.mkdtemp(prefix="thidua-test-")
    atexit.register(shutil.rmtree, os.environ["THIDUA_DATA"], ignore_errors=True)

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATABASES  # noqa: E402

SECRET_KEY = "only-for-tests-" + "x" * 32
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A test sees at once what it has changed, and is not limited by what the last one sent.
SURVEY_KEPT_SECONDS = 0
RATE_LIMIT_STORAGE = "memory://"
# One queue for each test process; a worker started by a test is told whose it serves.
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("CELERY_QUEUE", f"thidua-test-{os.getpid()}")
