"""The portal as the benchmark of answers serves it: settings of its own, and beside it a view that does nothing else.

Named as settings and as addresses; started by ``ops.bench.surveys``.
"""

from config.settings.dev import *  # noqa: F403

ROOT_URLCONF = "ops.bench.survey_urls"
# All clients of the benchmark stand behind one address.
SURVEY_ANSWER_LIMIT = "100000000/minute"
