"""What B1 is measured against: Django without middleware and one view that does the one statement of a search."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, JsonResponse
from django.urls import path

import filing_platform.wsgi  # noqa: F401  (sets Django up, with the platform's settings)

_SHOWN = "credit_code, name, brand, list, since, platforms, person_count, course_count"


def search(request: HttpRequest) -> JsonResponse:
    """The first page of the search as JSON."""
    from django.db import connections

    from filing_platform import clock
    from register.search import Asked, statement_of

    statement, values = statement_of(Asked(request.GET["q"]), clock.today())
    with connections["public"].cursor() as cursor:
        cursor.execute(
            f"SELECT {_SHOWN} FROM ({statement}) AS found JOIN register_entry AS entry ON entry.id = found.entry_id"
            " ORDER BY rank, length(brand), entry.id",
            values,
        )
        return JsonResponse({"results": cursor.fetchall()})


urlpatterns = [path("", search)]


class _Bare(WSGIHandler):
    def load_middleware(self, is_async: bool = False) -> None:
        from django.conf import settings

        settings.MIDDLEWARE = []
        settings.ROOT_URLCONF = "benchmarks.bare"
        super().load_middleware(is_async)


application = _Bare()
