"""B5: peak memory of an import in the web process that takes the file, in the worker and in its reading process.

Against reading the file alone.

Each is measured in a process of its own, by the most it ever held (Linux only). BENCH_ROWS makes it smaller.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import people

READER_GOAL = 512
GROWTH_GOAL = 20


def run(rows: int = people.ROWS, repeat: int = people.REPEAT) -> dict[str, Any]:
    """MB: the worker before and after an import of `rows` rows, the reading process, and reading alone."""
    with people.draft() as dossier, people.workbook(rows) as path, people.workbook(10) as small:
        measured = []
        for _ in range(repeat):
            little = _in_a_process("import", dossier.pk, small)
            people.empty(dossier)
            much = _in_a_process("import", dossier.pk, path)
            people.empty(dossier)
            taken_little = _in_a_process("take", dossier.pk, small)
            people.empty(dossier)
            taken = _in_a_process("take", dossier.pk, path)
            people.empty(dossier)
            alone = _in_a_process("read", dossier.pk, path)
            measured.append(
                {
                    "web process, 10 rows": taken_little["self"],
                    "web process": taken["self"],
                    "worker, 10 rows": little["self"],
                    "worker": much["self"],
                    "reading process": much["children"],
                    "reading the file alone": alone["self"],
                }
            )
    result = {name: round(median(one[name] for one in measured), 1) for name in measured[0]}
    grown = {who: round(result[who] - result[f"{who}, 10 rows"], 1) for who in ("web process", "worker")}
    return {
        "benchmark": "B5",
        "rows": rows,
        "megabytes": result,
        "grows by": grown,
        "raw": measured,
        "goal": f"web and worker ± {GROWTH_GOAL} MB, reading process ≤ {READER_GOAL} MB",
        "reached": max(grown.values()) <= GROWTH_GOAL and result["reading process"] <= READER_GOAL,
    }


def _in_a_process(what: str, dossier: int, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.b5_import_memory", what, str(dossier), str(path)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _import(dossier: int, path: Path) -> None:
    import django

    django.setup()
    from benchmarks.b4_import import _platform
    from institutions.models import Dossier

    _platform(Dossier.objects.select_related("filing").get(pk=dossier), path)


def _take(dossier: int, path: Path) -> None:
    """Hand the file in through the whole application, from a body that lies on disk as it would come from a socket."""
    from filing_platform.wsgi import application  # isort: skip  (sets Django up)
    from django.urls import reverse

    from institutions.models import Dossier

    filing = Dossier.objects.select_related("filing").get(pk=dossier).filing
    with tempfile.TemporaryFile() as body:
        boundary = "benchmark"
        part = f'Content-Disposition: form-data; name="workbook"; filename="{path.name}"'
        body.write(f"--{boundary}\r\n{part}\r\nContent-Type: application/octet-stream\r\n\r\n".encode())
        with path.open("rb") as file:
            shutil.copyfileobj(file, body)
        body.write(f"\r\n--{boundary}--\r\n".encode())
        length = body.tell()
        body.seek(0)
        csrf = "b" * 32
        asked = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": reverse("file-personnel-import", args=[filing.number]),
            "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}",
            "CONTENT_LENGTH": str(length),
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": f"csrftoken={csrf}; {_signed_in(filing.institution_id)}",
            "HTTP_X_CSRFTOKEN": csrf,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": body,
            "wsgi.url_scheme": "http",
        }
        answered: list[str] = []
        b"".join(application(asked, lambda status, _headers: answered.append(status)))
    if not answered[0].startswith("302"):
        raise SystemExit(f"the workbook was not taken: {answered[0]}")


def _signed_in(institution: int) -> str:
    """The session cookie of somebody who may file for the institution."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from filing_platform import clock
    from institutions.models import Membership

    user, _made = User.objects.get_or_create(username="benchmark", defaults={"email": "benchmark@example.org"})
    Membership.objects.get_or_create(
        user=user, institution_id=institution, defaults={"role": "filer", "since": clock.now()}
    )
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _read(_dossier: int, path: Path) -> None:
    from python_calamine import load_workbook

    for _row in load_workbook(path).get_sheet_by_index(0).iter_rows():
        pass


def _main(what: str, dossier: int, path: Path) -> None:
    import resource

    {"take": _take, "import": _import, "read": _read}[what](dossier, path)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"self": _most_held(), "children": children}))


def _most_held() -> float:
    """MB; not ru_maxrss, which a process takes over from the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
