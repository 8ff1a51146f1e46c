"""Translations are compiled before anything is worded in them, by the very process that compiles them too."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

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
