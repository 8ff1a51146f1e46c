"""Signing in and out, one's account, the inbox, and how one reads."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("language/", views.language, name="language"),
    path("reading/", views.reading, name="reading"),
]
