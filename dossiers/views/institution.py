"""The pages of the profile and the commitment: one row each."""

from __future__ import annotations

from typing import Any

from dossiers.views.section_page import SectionPage
from institutions.forms.materials import CommitmentForm, ProfileForm
from institutions.models import Commitment, Dossier, Profile


class ProfilePage(SectionPage):
    """机构信息."""

    section = "profile"
    template_name = "institutions/profile.html"

    def form_of(self, dossier: Dossier, *data: Any, **kwargs: Any) -> ProfileForm:
        institution = self.filing.institution
        row = Profile.objects.filter(dossier=dossier).first() or Profile(dossier=dossier, name=institution.name)
        # Whose filing it is was fixed when it was opened.
        row.credit_code = institution.credit_code
        return ProfileForm(*data, instance=row)


class CommitmentPage(SectionPage):
    """机构承诺."""

    section = "commitment"
    template_name = "institutions/commitment.html"

    def form_of(self, dossier: Dossier, *data: Any, **kwargs: Any) -> CommitmentForm:
        row = Commitment.objects.filter(dossier=dossier).first() or Commitment(dossier=dossier)
        return CommitmentForm(*data, instance=row)
