"""Forms of the sections that describe the institution: profile, platforms, commitment."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from institutions import identifiers
from institutions.addresses import address_problem
from institutions.forms.draft import DraftForm
from institutions.forms.fields import not_to_come, plain
from institutions.models import Commitment, Platform, Profile
from institutions.section import COMMITMENT_REQUIRED, PLATFORM_REQUIRED, PLATFORMS, PROFILE_REQUIRED

WEB_ADDRESS = URLValidator(schemes=["http", "https"], message=_("Enter a web address such as https://example.cn/fees"))

# Fifty years: what is more was mistyped.
MOST_MONTHS = MaxValueValidator(600)


class ProfileForm(DraftForm):
    """机构信息; the credit code is the institution's own and not typed here."""

    needed = PROFILE_REQUIRED

    class Meta(DraftForm.Meta):
        model = Profile
        fields = [
            "name",
            "brand",
            "kind",
            "legal_representative",
            "registered_address",
            "contact_address",
            "capital",
            "established_on",
            "contact_person",
            "contact_phone",
            "contact_email",
            "complaint_contact",
            "party_organisation",
            "fund_management",
            "service_commitment",
            "network_security",
        ]
        help_texts = {
            "name": _("Exactly as on the business licence."),
            "brand": _("What parents call you; shown first in the public register."),
            "capital": _("In 10,000 yuan: 100 means one million yuan."),
            "contact_phone": _("Only the reviewing departments see it."),
            "contact_email": _("Only the reviewing departments see it."),
            "complaint_contact": _("The public register shows it."),
            "party_organisation": _("Leave empty if there is none."),
        }

    def clean_established_on(self) -> date | None:
        """Not a day to come."""
        return not_to_come(self.cleaned_data["established_on"])

    def clean_contact_phone(self) -> str:
        """A mobile, landline or service number."""
        return _checked(self.cleaned_data["contact_phone"], identifiers.phone_problem, identifiers.normalise_phone)


class PlatformForm(DraftForm):
    """业务系统: one website, app, account, mini-program or client."""

    needed = PLATFORM_REQUIRED

    class Meta(DraftForm.Meta):
        model = Platform
        fields = list(PLATFORMS.tables[0].columns)
        help_texts = {
            "address": _(
                "A website's link, an app's id in the stores, an account's id (gh_…) or a mini-program's id (wx…)."
            ),
            "icp_number": _("For example 京ICP备19012345号-1"),
            "telecom_licence": _("For example 京B2-20190001; only when telecom business is run."),
            "mlps_number": _("16 digits on the certificate, such as 11010099999-19001."),
            "mlps_level": _("1 to 5"),
            "content_months": _("At least 12 are required."),
            "live_months": _("At least 6 are required where lessons are live."),
            "log_months": _("At least 12 are required."),
        }
        error_messages = {"mlps_level": {"invalid": _("There are levels 1 to 5.")}}

    # In the order of the page, which that of the digest is not.
    field_order = ("kind", "name", "address", "description", "users")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("content_months", "live_months", "log_months"):
            self.fields[name].validators.append(MOST_MONTHS)

    def clean(self) -> dict[str, Any]:
        """A website has a web address; accounts and mini-programs may give an id of WeChat's."""
        cleaned = super().clean() or self.cleaned_data
        address = plain(cleaned.get("address", ""))
        problem = address_problem(cleaned.get("kind", ""), address) if address else None
        if problem:
            self.add_error("address", problem)
        return cleaned | {"address": address}

    def clean_icp_number(self) -> str:
        """In its one normal form."""
        return _checked(self.cleaned_data["icp_number"], identifiers.icp_problem, identifiers.normalise_icp)

    def clean_telecom_licence(self) -> str:
        """In its one normal form."""
        return _checked(
            self.cleaned_data["telecom_licence"],
            identifiers.telecom_licence_problem,
            identifiers.normalise_telecom_licence,
        )

    def clean_mlps_number(self) -> str:
        """Without spaces."""
        return _checked(self.cleaned_data["mlps_number"], identifiers.mlps_problem, identifiers.normalise)

    def clean_mlps_level(self) -> int | None:
        """One of the scheme's five levels."""
        level: int | None = self.cleaned_data["mlps_level"]
        if level is not None and not 1 <= level <= 5:
            raise forms.ValidationError(_("There are levels 1 to 5."))
        return level

    def clean_fees_url(self) -> str:
        """A web address."""
        return _web_address(self.cleaned_data["fees_url"])

    def clean_complaint_url(self) -> str:
        """A web address."""
        return _web_address(self.cleaned_data["complaint_url"])

    def clean_agreement_url(self) -> str:
        """A web address."""
        return _web_address(self.cleaned_data["agreement_url"])


class CommitmentForm(DraftForm):
    """机构承诺: the undertaking and who signed it."""

    needed = COMMITMENT_REQUIRED

    class Meta(DraftForm.Meta):
        model = Commitment
        fields = [
            "responsible",
            "host_name",
            "signatory",
            "signatory_post",
            "signed_on",
            "materials_true",
            "keeps_rules",
        ]
        help_texts = {"host_name": _("Only when a platform host files for you.")}

    def clean_signed_on(self) -> date | None:
        """Not a day to come."""
        return not_to_come(self.cleaned_data["signed_on"])


def _checked(typed: str, problem_of: Callable[[str], Any], normal: Callable[[str], str]) -> str:
    """The normal form of what was typed, when nothing is wrong with it; empty stays empty."""
    if not typed:
        return ""
    problem = problem_of(typed)
    if problem:
        raise forms.ValidationError(problem)
    return normal(typed)


def _web_address(typed: str) -> str:
    """A web address; https is understood when no scheme was typed."""
    value = plain(typed)
    if not value:
        return ""
    address = value if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value) else f"https://{value}"
    WEB_ADDRESS(address)
    return address
