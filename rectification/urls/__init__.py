"""Addresses of the review: the officers' desk under /review/, the institution's verbs under /file/."""

from rectification.urls.desk import desk_urls
from rectification.urls.filing import filing_urls

urlpatterns = [*desk_urls, *filing_urls]
