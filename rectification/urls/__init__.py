"""Addresses of the review: the officers' desk under /review/, the institution's verbs under /file/."""

from rectification.urls.filing import filing_urls

urlpatterns = [*filing_urls]
