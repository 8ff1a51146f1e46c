"""What must be there before anything is served: translations, static files, tables, the demo or an administrator."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.utils.translation.reloader import translation_file_changed

from filing_platform import welcome


def files() -> None:
    """Make from the sources what is served or read beside them."""
    compile_translations()
    collect_static_files()


def database() -> str:
    """Migrate; load the demo (DEMO=1) or make a first administrator where there is nothing yet.

    Returns how to sign in.
    """
    call_command("migrate", verbosity=0)
    if not settings.DEMO:
        return welcome.first_administrator()
    os.environ["DEMO_PASSWORD"] = welcome.demo_password()
    if welcome.is_empty():
        call_command("load_demo")
    welcome.keep_demo_password()
    return welcome.demo_sign_ins()


def compile_translations(base: Path = settings.BASE_DIR) -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for source in (base / "locale").glob("*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        unfinished = compiled.with_suffix(f".{os.getpid()}")
        with source.open("rb") as text, unfinished.open("wb") as binary:
            write_mo(binary, read_po(text, locale=source.parts[-3]))
        unfinished.replace(compiled)
        # This process may have looked for it before it was there; what it stores next is worded by it.
        translation_file_changed(None, compiled)


def collect_static_files() -> None:
    """Collect, name by content and compress the static files, unless nothing has changed since."""
    stamp = settings.STATIC_ROOT / ".made-from"
    sources = _fingerprint()
    if stamp.exists() and stamp.read_text() == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(sources)


def _fingerprint() -> str:
    """Changes with our own files and with the versions of the libraries that bring theirs."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for directory in settings.STATICFILES_DIRS:
        for file in sorted(Path(directory).rglob("*")):
            if file.is_file():
                digest.update(f"{file}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
