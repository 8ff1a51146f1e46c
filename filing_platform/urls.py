"""Every address of the platform."""

from django.urls import URLPattern, URLResolver, include, path

from filing_platform import error_pages, health, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    # What the public sees
    path("", include("register.urls")),
    # Accounts, reading, the look
    path("", include("accounts.urls")),
    # The institution's workspace
    path("", include("personnel.urls")),
    path("", include("dossiers.urls")),
    # The officers' desk, and the institution's verbs on a filing
    path("", include("rectification.urls")),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("statusz", health.statusz, name="statusz"),
    path("metrics", health.metrics, name="metrics"),
    path("styleguide/", styleguide.show, name="styleguide"),
]

handler400 = error_pages.bad_request
handler403 = error_pages.permission_denied
handler404 = error_pages.page_not_found
handler429 = error_pages.too_many_requests
handler500 = error_pages.server_error
