"""A page of the draft that is one form: shown, checked, saved even when incomplete, never over another's change."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from filing_platform import clock
from filing_platform.errors import Refused
from institutions.editing import current_dossier, editable_dossier, locked_dossier, touched
from institutions.models import Dossier, Filing
from institutions.views.access import own_filing

INVALID, STALE = 422, 409


class Saveable(Protocol):
    """What a page needs of its form; `DraftForm` is one, a form with its lines another."""

    def is_valid(self) -> bool: ...
    @property
    def is_stale(self) -> bool: ...
    @property
    def labels(self) -> dict[str, str]: ...
    def renew_seen(self) -> None: ...
    def save(self) -> Any: ...


class FilingPage(LoginRequiredMixin, View):
    """A filer's page on one filing of an institution of theirs; 404 for everybody else."""

    filing: Filing

    def dispatch(self, request: HttpRequest, *args: Any, number: str = "", **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.filing = own_filing(request, number)
        return super().dispatch(request, *args, **kwargs)

    def address(self, name: str, *args: Any) -> str:
        """The address of another page of this filing."""
        return reverse(name, args=[self.filing.number, *args])


class DraftPage(FilingPage):
    """One form on the editable version. Subclasses say which, and where the person goes from there."""

    template_name: ClassVar[str]

    def form_of(self, dossier: Dossier, *data: Any, **kwargs: Any) -> Saveable:
        """The form on the rows of the dossier, bound when `data` (POST, FILES) is given."""
        raise NotImplementedError

    def address_after(self, form: Any) -> str:
        """Where the person goes once it is saved."""
        raise NotImplementedError

    def here(self) -> str:
        """The page itself."""
        return self.request.path

    def context(self, dossier: Dossier, form: Any) -> dict[str, Any]:
        """More for the template."""
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        dossier = editable_dossier(self.filing)
        return self.page(dossier, self.form_of(dossier, **kwargs))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            dossier = self._locked(**kwargs)
            form = self.form_of(dossier, request.POST, request.FILES, **kwargs)
            if not form.is_valid():
                return self.page(dossier, form, INVALID)
            if form.is_stale:
                form.renew_seen()
                return self.page(dossier, form, STALE)
            form.save()
            touched(dossier)
        tell_saved(request)
        return redirect(self.address_after(form))

    def page(self, dossier: Dossier, form: Any, status: int = 200) -> HttpResponse:
        """The page with this form."""
        context = {"filing": self.filing, "dossier": dossier, "form": form, "stale": status == STALE}
        return render(self.request, self.template_name, context | self.context(dossier, form), status=status)

    def _locked(self, **kwargs: Any) -> Dossier:
        """The version to change; submitted meanwhile, the refusal says what the fields that were typed are called."""
        try:
            return locked_dossier(self.filing)
        except Refused as refusal:
            submitted = current_dossier(self.filing)
            if submitted is not None:
                refusal.labels = self.form_of(submitted, **kwargs).labels
            raise


def tell_saved(request: HttpRequest) -> None:
    """Say quietly that the draft is kept, and since when."""
    messages.success(request, _("Saved at %(time)s") % {"time": clock.now().strftime("%H:%M")})
