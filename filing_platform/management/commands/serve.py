"""`make run`: everything a newcomer needs, from an empty directory to a platform that can be looked at."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from filing_platform import preparing, serving, welcome
from filing_platform.embedded import lifeline


class Command(BaseCommand):
    help = "Migrate, load the demo (DEMO=1) or make a first administrator, and serve until Ctrl-C. Example: serve"
    # `make lint` runs them; here they would only delay the start.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--end-with-parent", action="store_true", help="end when the process that started this one dies"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["end_with_parent"]:
            lifeline.tie(signal.SIGTERM, os.getppid())
        serving.raise_on_sigterm()
        with suppress(KeyboardInterrupt):
            self._serve()
        self.stdout.write("Ended.")

    def _serve(self) -> None:
        serving.check_port_is_free()
        preparing.compile_translations()
        preparing.collect_static_files()
        self.stdout.write("Migrating the database")
        call_command("migrate", verbosity=0)
        sign_ins = self._demo() if settings.DEMO else self._empty()
        with serving.supervisor() as supervising:
            serving.wait_until_it_answers(supervising)
            self.stdout.write(welcome.text(sign_ins))
            supervising.wait()
            self.stderr.write("The supervisor has ended; see var/log/supervisord.log.")

    def _demo(self) -> str:
        os.environ["DEMO_PASSWORD"] = welcome.demo_password()
        if welcome.is_empty():
            call_command("load_demo")
        return welcome.demo_sign_ins()

    def _empty(self) -> str:
        return welcome.first_administrator()
