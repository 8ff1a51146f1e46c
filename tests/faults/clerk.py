"""Two officers at work: a notice issued, rescinded, issued … until told to stop; says what was acknowledged.

    python -m tests.faults.clerk FILING

Each line of the output is one acknowledged act: the filing's version after it, and its event.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import timedelta

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402

from accounts.models import User  # noqa: E402
from filing_platform import clock  # noqa: E402
from institutions.models import Filing  # noqa: E402
from rectification import deciding, workflow  # noqa: E402


def main(pk: int) -> None:
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    while not over.is_set():
        try:
            filing = Filing.objects.get(pk=pk)
            event = next_act(filing)
        except (OperationalError, InterfaceError):
            # As a person does: a moment later the page is opened again.
            connection.close()
            time.sleep(0.05)
        else:
            print(filing.version + 1, event, flush=True)


def next_act(filing: Filing) -> str:
    """Propose, or confirm what is proposed; the event that this leaves."""
    first, second = User.objects.get(username="officer"), User.objects.get(username="second")
    proposed = workflow.decision_of(filing)
    if proposed is not None:
        deciding.confirm(proposed, second, filing.version)
        return str(proposed.kind)
    kind = "issue_notice" if filing.state == "flagged" else "rescind"
    terms = {"deadline": clock.today() + timedelta(days=30)} if kind == "issue_notice" else {}
    deciding.propose(kind, filing, first, filing.version, public_reason="直播超时", **terms)
    return f"{kind}_proposed"


if __name__ == "__main__":
    main(int(sys.argv[1]))
