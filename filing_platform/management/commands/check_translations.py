"""Whether every string of the sources has its Chinese translation, none of them doubtful or left over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LOCALE = "zh_Hans"
NOT_SOURCES = shutil.ignore_patterns(".*", "var", "locale", "static", "__pycache__")
CATALOGUE = Path(LOCALE) / "LC_MESSAGES" / "django.po"


class Command(BaseCommand):
    help = "Exit non-zero and name the strings that are untranslated, fuzzy or no longer used. Needs gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = Path(settings.BASE_DIR) / "locale" / CATALOGUE
        if not catalogue.exists():
            raise CommandError(f"{catalogue} is missing")
        problems = [*_problems(polib.pofile(str(catalogue)), _strings_of_the_sources()), *_format_errors(catalogue)]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems in the Chinese translation")


def _problems(catalogue: polib.POFile, wanted: set[tuple[str | None, str]]) -> Iterator[str]:
    there = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    yield from (f"missing: {text}" for _, text in sorted(wanted - there, key=str))
    yield from (f"no longer used: {text}" for _, text in sorted(there - wanted, key=str))
    yield from (f"untranslated: {entry.msgid}" for entry in catalogue.untranslated_entries())
    yield from (f"fuzzy: {entry.msgid}" for entry in catalogue.fuzzy_entries())


def _strings_of_the_sources() -> set[tuple[str | None, str]]:
    """Found by makemessages in a copy, for it would write into the catalogue itself."""
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(settings.BASE_DIR, copy, ignore=NOT_SOURCES, dirs_exist_ok=True)
        (Path(copy) / "locale").mkdir()
        command = ["-m", "django", "makemessages", f"--locale={LOCALE}", "--no-location", "--keep-pot"]
        subprocess.run([sys.executable, *command], cwd=copy, env=_without_settings(), check=True, capture_output=True)
        return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(Path(copy) / "locale" / "django.pot"))}


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def _format_errors(catalogue: Path) -> list[str]:
    """Placeholders that differ between the English and the Chinese."""
    done = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", str(catalogue)], capture_output=True, text=True
    )
    return done.stderr.splitlines() if done.returncode else []
