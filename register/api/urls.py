"""Addresses of the public API, its schema and its documentation."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from register.api import views

urlpatterns = [
    path("v1/register/", views.RegisterView.as_view(), name="api-register"),
    path("v1/register/match/", views.MatchView.as_view(), name="api-match"),
    path("v1/register/<code:credit_code>/", views.InstitutionView.as_view(), name="api-institution"),
    path("v1/changes/", views.ChangesView.as_view(), name="api-changes"),
    path("v1/figures/", views.FiguresView.as_view(), name="api-figures"),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", views.documentation, name="api-docs"),
]
