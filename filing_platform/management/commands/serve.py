"""`make run`: everything a newcomer needs, from an empty directory to a platform that can be looked at."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Any

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
        preparing.files()
        self.stdout.write("Preparing the database")
        sign_ins = preparing.database()
        with serving.supervisor() as supervising:
            serving.wait_until_it_answers(supervising)
            self.stdout.write(welcome.text(sign_ins))
            supervising.wait()
            self.stderr.write("The supervisor has ended; see var/log/supervisord.log.")
