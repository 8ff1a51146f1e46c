"""Checking the answers, handing in, the receipt, withdrawing and taking back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossiers.showing import materials
from filing_platform.errors import Conflict
from filing_platform.form_errors import cleaned
from institutions.editing import editable_dossier, locked_dossier
from institutions.models import Action, Dossier, State
from institutions.views.draft_page import FilingPage
from rectification import pdf, receipts, workflow
from rectification.checking import anchor, explain, findings_ahead
from rectification.forms.filing import ExplanationForm, SubmissionForm, VersionForm, WithdrawalForm
from rectification.workspace import Workspace


class Check(FilingPage):
    """Everything on one page before it is handed in: what the rules would find, what is missing, the materials."""

    def get(self, request: HttpRequest) -> HttpResponse:
        dossier = editable_dossier(self.filing)
        context = {
            "filing": self.filing,
            "workspace": Workspace(self.filing),
            "dossier": dossier,
            "ahead": findings_ahead(self.filing, dossier),
            "groups": materials(self.filing, dossier, request.GET.dict()),
            "offer": _offer(self, (Action.SUBMIT, Action.RESUBMIT)),
        }
        return render(request, "rectification/filing/check.html", context)


class Explanation(FilingPage):
    """What the institution says about a finding that screening would raise."""

    def post(self, request: HttpRequest) -> HttpResponse:
        said = cleaned(ExplanationForm(request.POST))
        with transaction.atomic():
            dossier = locked_dossier(self.filing)
            explain(dossier, said["rule"], said["section"], said["line"], said["text"].strip(), request.user)
        return redirect(f"{self.address('file-check')}#{anchor(said['rule'], said['section'], said['line'])}")


class FiledVersion(FilingPage):
    """The materials of one version as they were handed in."""

    def get(self, request: HttpRequest, version: int) -> HttpResponse:
        dossier = sealed_version(self, version)
        context = {
            "filing": self.filing,
            "dossier": dossier,
            "groups": materials(self.filing, dossier, request.GET.dict()),
        }
        return render(request, "rectification/filing/version.html", context)


class Submission(FilingPage):
    """Hands in: asked once more, done once however often it is clicked."""

    def get(self, request: HttpRequest) -> HttpResponse:
        dossier = editable_dossier(self.filing)
        form = SubmissionForm(initial={"version": self.filing.version, "dossier": dossier.version})
        return self._page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SubmissionForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        handed_in = form.cleaned_data["dossier"]
        action = Action.RESUBMIT if self.filing.state == State.RECTIFYING else Action.SUBMIT
        try:
            with transaction.atomic():
                workflow.perform(action, self.filing, request.user, form.cleaned_data["version"])
        except Conflict:
            # The second click of two: the version that this page handed in is sealed by the first.
            if not self.filing.dossiers.filter(version=handed_in, sealed_at__isnull=False).exists():
                raise
        return redirect("file-receipt", self.filing.number, handed_in)

    def _page(self, form: SubmissionForm, status: int = 200) -> HttpResponse:
        context = {"filing": self.filing, "form": form, "offer": _offer(self, (Action.SUBMIT, Action.RESUBMIT))}
        return render(self.request, "rectification/filing/submit.html", context, status=status)


class Receipt(FilingPage):
    """What was handed in, when, by whom, with the digest; what happens next."""

    def get(self, request: HttpRequest, version: int) -> HttpResponse:
        receipt = receipts.of(self.filing, sealed_version(self, version))
        return render(request, "rectification/filing/receipt.html", {"filing": self.filing, "receipt": receipt})


class ReceiptPaper(FilingPage):
    """The receipt as a PDF."""

    def get(self, request: HttpRequest, version: int) -> HttpResponse:
        paper = pdf.receipt_pdf(sealed_version(self, version))
        return pdf_download(paper, f"{self.filing.number}-v{version}.pdf")


class ActPage(FilingPage):
    """An act of the institution that is asked once more and then done; says its effect, or why it is not open."""

    action: ClassVar[Action]
    title: ClassVar[str | Promise]
    form_class: ClassVar[type[VersionForm]] = VersionForm

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self.form_class(initial={"version": self.filing.version}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        terms = dict(form.cleaned_data)
        workflow.perform(self.action, self.filing, request.user, terms.pop("version"), **terms)
        return redirect("file-filing", self.filing.number)

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "filing": self.filing,
            "form": form,
            "title": self.title,
            "offer": _offer(self, (self.action,)),
        }
        return render(self.request, "rectification/filing/act.html", context, status=status)


class Withdrawal(ActPage):
    """Closes the filing without a decision."""

    action = Action.WITHDRAW
    title = _("Withdraw the filing")
    form_class = WithdrawalForm


class TakingBack(ActPage):
    """Makes a submitted filing a draft again."""

    action = Action.TAKE_BACK
    title = _("Take the filing back")


def pdf_download(paper: bytes, name: str) -> HttpResponse:
    """A PDF to be kept under this name."""
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def sealed_version(page: FilingPage, version: int) -> Dossier:
    """That version of the filing, once it was handed in; 404 otherwise."""
    dossier = page.filing.dossiers.filter(version=version, sealed_at__isnull=False).first()
    if dossier is None:
        raise Http404
    return dossier


def _offer(page: FilingPage, actions: tuple[Action, ...]) -> workflow.Offer | None:
    found = workflow.offers(page.filing, page.request.user)
    return next((offer for offer in found if offer.action in actions), None)
