"""Production starts only with settings that protect its users."""

import os
import subprocess
import sys

import pytest

from config.settings.base import INSECURE_SECRET_KEY
from tests.architecture.sources import ROOT

GOOD_SECRET = "k7Qw-93zLx_Tr4mVb8nYc2Hd6Jf1Gs5Pa0Ue9Wi3Ox7Rt2Ml-8sEq6Z"


def start_in_production(secret: str | None, *command: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings.prod", "DATABASE_URL": "sqlite://:memory:"}
    if secret is not None:
        env["SECRET_KEY"] = secret
    return subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True)


@pytest.mark.parametrize("secret", ["", INSECURE_SECRET_KEY, "short-but-own"])
def test_production_refuses_a_poor_secret(secret: str) -> None:
    result = start_in_production(secret, "check")

    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_production_passes_the_deployment_check_without_a_warning() -> None:
    result = start_in_production(GOOD_SECRET, "check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr
