"""The notice as a task list, answering one item with evidence, the statement of defence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dossiers.showing import changes, facts_of
from dossiers.things import page_of, row_at
from institutions import documents
from institutions.views.draft_page import INVALID, STALE, FilingPage, tell_saved
from rectification import pdf, responding
from rectification.forms.filing import AnswerForm, StatementForm
from rectification.models import NoticeItem, ResponseEvidence
from rectification.views.filing_submit import pdf_download
from rectification.workspace import Workspace, items_of
from screening.wording import basis, heading, sentence


class NoticePage(FilingPage):
    """One notice with its items: read, printed, answered from here."""

    def get(self, request: HttpRequest, round: int) -> HttpResponse:
        notice = get_object_or_404(self.filing.notices, round=round)
        context = {
            "filing": self.filing,
            "notice": notice,
            "items": items_of(notice),
        }
        return render(request, "rectification/filing/notice.html", context)


class NoticePaper(FilingPage):
    """The notice as a PDF."""

    def get(self, request: HttpRequest, round: int) -> HttpResponse:
        notice = get_object_or_404(self.filing.notices.select_related("dossier", "filing__jurisdiction"), round=round)
        return pdf_download(pdf.notice_pdf(notice), f"{self.filing.number}-notice-{round}.pdf")


class ItemPage(FilingPage):
    """One item: what is wrong, the thing it is about as it was and as it is now, the answer."""

    def get(self, request: HttpRequest, round: int, item: int) -> HttpResponse:
        found = self._item(round, item)
        text = found.response.text if hasattr(found, "response") else ""
        return self._page(found, AnswerForm(initial={"text": text, "seen": _seen(found)}))

    def post(self, request: HttpRequest, round: int, item: int) -> HttpResponse:
        found = self._item(round, item)
        form = AnswerForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(found, form, INVALID)
        if _is_stale(found, form):
            form.data = form.data.copy()
            form.data["seen"] = _seen(found)
            return self._page(found, form, STALE)
        responding.answer(found, request.user, form.cleaned_data["text"], form.evidence)
        tell_saved(request)
        return redirect(request.path if form.evidence or request.POST.get("then") == "stay" else self._after(found))

    def _item(self, round: int, number: int) -> NoticeItem:
        items = NoticeItem.objects.select_related("notice__dossier", "finding", "response")
        return get_object_or_404(items, notice__filing=self.filing, notice__round=round, number=number)

    def _after(self, answered: NoticeItem) -> str:
        """The next item without an answer, else where the filing stands."""
        left = answered.notice.items.filter(response=None).order_by("number").first()
        if left is None:
            return self.address("file-filing")
        return self.address("file-item", answered.notice.round, left.number)

    def _page(self, item: NoticeItem, form: AnswerForm, status: int = 200) -> HttpResponse:
        workspace = Workspace(self.filing)
        old = row_at(item.notice.dossier, item.section, item.line)
        shown = workspace.editable or workspace.current
        new = row_at(shown, item.section, item.line) if shown else None
        context: dict[str, Any] = {
            "filing": self.filing,
            "workspace": workspace,
            "item": item,
            "heading": heading(item.finding),
            "sentence": item.requirement or sentence(item.finding),
            "found": sentence(item.finding),
            "basis": basis(item.finding),
            "thing": old or new,
            "removed": old is not None and new is None,
            "changed": changes(old, new),
            "facts": facts_of(new or old) if new or old else [],
            "mend": page_of(self.filing, item.section, item.line if new is not None else None),
            "form": form,
            "stale": status == STALE,
            "evidence": item.response.files.select_related("blob").order_by("pk") if hasattr(item, "response") else (),
            "open": self.filing.state == "rectifying" and item.notice.rescinded_on is None,
        }
        return render(self.request, "rectification/filing/item.html", context, status=status)


class Evidence(FilingPage):
    """A file handed in with an answer, as a download."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        found = _evidence(self, pk)
        return documents.attachment(found.blob, found.file_name)


class EvidenceRemoval(FilingPage):
    """Takes a file of an answer back, before the answers are handed in."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = _evidence(self, pk)
        item = found.response.item
        responding.remove_evidence(found, request.user)
        tell_saved(request)
        return redirect(self.address("file-item", item.notice.round, item.number))


class StatementPage(FilingPage):
    """陈述申辩 against a proposed rejection: read the proposal, write, hand in once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(StatementForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        decision = Workspace(self.filing).proposed_rejection
        if decision is None:
            raise Http404
        form = StatementForm(request.POST)
        if not form.is_valid():
            return self._page(form, INVALID)
        responding.hand_in_statement(decision, request.user, form.cleaned_data["text"])
        messages.success(request, _("Your statement has been handed in."))
        return redirect("file-filing", self.filing.number)

    def _page(self, form: StatementForm, status: int = 200) -> HttpResponse:
        workspace = Workspace(self.filing)
        decision = workspace.proposed_rejection
        if decision is None:
            raise Http404
        context = {
            "filing": self.filing,
            "workspace": workspace,
            "decision": decision,
            "statement": getattr(decision, "statement", None),
            "form": form,
        }
        return render(self.request, "rectification/filing/statement.html", context, status=status)


def _evidence(page: FilingPage, pk: int) -> ResponseEvidence:
    files = ResponseEvidence.objects.select_related("blob", "response__item__notice")
    return get_object_or_404(files, pk=pk, response__item__notice__filing=page.filing)


def _seen(item: NoticeItem) -> str:
    """Tells one saving of the answer from another."""
    return item.response.saved_at.isoformat() if hasattr(item, "response") else ""


def _is_stale(item: NoticeItem, form: AnswerForm) -> bool:
    """Somebody saved another answer since the page was made."""
    if form.cleaned_data["seen"] == _seen(item):
        return False
    return not hasattr(item, "response") or item.response.text != form.cleaned_data["text"].strip()
