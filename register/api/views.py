"""The endpoints of the public API, version 1."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from filing_platform import clock
from filing_platform.errors import BadInput, FieldError
from personnel.models import Subject
from register import figures, history, institutions, matching, search
from register.api import shapes
from register.api.documentation import operations
from register.caching import public_answer, public_page
from register.feed import change_row
from register.forms import read
from register.limits import limit
from register.models import PublicStatus

_PAGE = 100
_PARAMETERS = [
    OpenApiParameter("q", description=_("name, brand, pinyin, initials, code, ICP number, app, account, pasted link")),
    OpenApiParameter("list", enum=PublicStatus.values),
    OpenApiParameter(
        "province", description=_("two digits of GB/T 2260; 66 is the Xinjiang Production and Construction Corps")
    ),
    OpenApiParameter("subject", enum=Subject.values),
    OpenApiParameter("grade", int),
    OpenApiParameter("page", int),
]


@public_answer
class RegisterView(APIView):
    """The lists and the search."""

    @extend_schema(
        operation_id="register_list",
        description=_("The lists and the search: the same parameters as the page."),
        parameters=_PARAMETERS,
        responses={200: shapes.RegisterPageShape, 400: shapes.ProblemShape},
    )
    def get(self, request: Request) -> Response:
        form = read(request.query_params)
        results = search.search(form.asked, clock.today(), form.page_number)
        last = min(search.LAST_PAGE, -(-(results.count or search.BOUND) // search.PAGE_SIZE))
        return Response(
            {
                "count": results.count,
                "next": _page(request, results.page + 1) if results.page < last else None,
                "previous": _page(request, results.page - 1) if results.page > 1 else None,
                "results": [shapes.entry_row(hit.entry, settings.SITE_URL) for hit in results.hits],
            }
        )


@public_answer
class InstitutionView(APIView):
    """One institution with its history and measures."""

    @extend_schema(
        operation_id="register_institution",
        description=_("One institution with its history and measures."),
        responses={200: shapes.InstitutionShape, 404: shapes.ProblemShape},
    )
    def get(self, request: Request, credit_code: str) -> Response:
        shown = institutions.show(credit_code, clock.today())
        code = shown.entry.credit_code
        return Response(
            shapes.entry_row(shown.entry, settings.SITE_URL)
            | {
                "history": [_history_row(each) for each in shown.changes],
                "measures": shapes.MeasureShape(shown.measures, many=True).data,
                "courses_url": settings.SITE_URL + reverse("register-courses", args=[code]),
                "personnel_url": settings.SITE_URL + reverse("register-institution-personnel", args=[code]),
            }
        )


class MatchView(APIView):
    """Which institutions a list of names, codes or pasted links stands for."""

    @extend_schema(
        operation_id="register_match",
        description=_("Which institutions a list of names, codes or pasted links stands for, with how sure that is."),
        request=shapes.MatchAskedShape,
        responses={200: shapes.MatchAnswerShape, 400: shapes.ProblemShape, 429: shapes.ProblemShape},
    )
    def post(self, request: Request) -> Response:
        limit(request._request, "match", "30/m")
        asked = shapes.MatchAskedShape(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response({"results": [_matched(query) for query in asked.validated_data["queries"]]})


@public_answer
class ChangesView(APIView):
    """What changed, newest first."""

    @extend_schema(
        operation_id="changes",
        description=_("What changed on the lists, newest first."),
        parameters=[
            OpenApiParameter("since", description=_("only changes in force from this day on (YYYY-MM-DD)")),
            OpenApiParameter("before", int, description=_("only changes older than the one with this seq")),
        ],
        responses={200: shapes.ChangesPageShape, 400: shapes.ProblemShape},
    )
    def get(self, request: Request) -> Response:
        since, before = _day(request, "since"), _number(request, "before")
        shown = history.changes(clock.today(), since=since, before=before, limit=_PAGE + 1)
        more = len(shown) > _PAGE
        return Response(
            {
                "next": _with(request, before=shown[_PAGE - 1].change.seq) if more else None,
                "results": [change_row(each, settings.SITE_URL) for each in shown[:_PAGE]],
            }
        )


@public_answer
class FiguresView(APIView):
    """What has been filed, and how many stand on each list, as counted now."""

    @extend_schema(
        operation_id="figures",
        description=_("What has been filed, and how many stand on each list, as counted now."),
        responses={200: shapes.FiguresShape},
    )
    def get(self, request: Request) -> Response:
        counted = figures.now(clock.today())
        return Response(
            {
                "institutions": counted.filed.institutions,
                "personnel": counted.filed.personnel,
                "courses": counted.filed.courses,
                "as_of": clock.now().replace(second=0, microsecond=0),
                "lists": counted.by_list,
                "provinces": [
                    {
                        "province": each.jurisdiction.code,
                        "province_name": str(each.jurisdiction),
                        "institutions": each.filed.institutions,
                        "personnel": each.filed.personnel,
                        "courses": each.filed.courses,
                        "lists": each.on_list,
                    }
                    for each in counted.by_province
                ],
            }
        )


def _matched(query: str) -> dict[str, Any]:
    return {
        "query": query,
        "matches": [
            {"entry": shapes.entry_row(each.entry, settings.SITE_URL), "score": each.score, "matched": each.matched}
            for each in matching.best(query, clock.today())
        ],
    }


def _history_row(each: history.Change) -> dict[str, Any]:
    row = each.change
    return {
        "seq": row.seq,
        "list": row.list or None,
        "effective_on": row.effective_on,
        "recorded_at": row.recorded_at,
        "reason": row.reason,
        "superseded": each.superseded,
        "leaf": row.leaf,
    }


def _page(request: Request, number: int) -> str:
    return _with(request, page=number)


def _with(request: Request, **changed: int) -> str:
    parameters = request.query_params.copy()
    for name, value in changed.items():
        parameters[name] = str(value)
    return f"{settings.SITE_URL}{request.path}?{parameters.urlencode()}"


def _day(request: Request, name: str) -> Any:
    asked = request.query_params.get(name, "")
    if not asked:
        return None
    try:
        day = parse_date(asked)
    except ValueError:
        day = None
    if day is None:
        raise _cannot_read(name, gettext_noop("Enter a day as YYYY-MM-DD."))
    return day


def _number(request: Request, name: str) -> int | None:
    asked = request.query_params.get(name, "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        raise _cannot_read(name, gettext_noop("Enter a whole number."))
    return int(asked)


def _cannot_read(name: str, message: str) -> BadInput:
    return BadInput(
        "parameters",
        gettext_noop("The address asks for something that cannot be answered."),
        errors=[FieldError(name, message)],
    )


@public_page
def documentation(request: HttpRequest) -> HttpResponse:
    """The API, to be read by people."""
    return render(
        request, "register/api.html", {"operations": operations(get_language() or ""), "site": settings.SITE_URL}
    )
