"""What a start makes ready: translations before anything is worded in them, the password of the demo accounts."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import User
from filing_platform import welcome

PROBE = """
import django
django.setup()
from django.utils.translation import gettext, override
from filing_platform.preparing import compile_translations
with override("zh-hans"):
    gettext("Courses")
    compile_translations()
    print(gettext("Courses"))
"""


def test_a_process_that_compiles_the_catalogue_words_in_chinese(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(
        settings.BASE_DIR, clone, ignore=shutil.ignore_patterns("var", ".venv", ".git", "*.mo", "__pycache__")
    )
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=clone,
        env={
            "DJANGO_SETTINGS_MODULE": "filing_platform.settings",
            "SECRET_KEY": "x" * 50,
            "PII_KEY": "y" * 50,
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "课程"


@pytest.mark.django_db
def test_the_printed_password_opens_the_demo_accounts_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    old = make_password("old-lantern-1")
    for name, password in {"officer": old, "filer-9111": make_password(None)}.items():
        User.objects.create(username=name, email=f"{name}@demo.invalid", password=password)
    User.objects.create(username="chen", email="chen@example.org", password=old)
    monkeypatch.setenv("DEMO_PASSWORD", "new-lantern-2")

    welcome.keep_demo_password()

    assert User.objects.get(username="officer").check_password("new-lantern-2")
    assert not User.objects.get(username="filer-9111").has_usable_password()
    assert User.objects.get(username="chen").check_password("old-lantern-1")
