"""Addresses of the institution's verbs on a filing: submit, answer, state one's case."""

from django.urls import URLPattern

filing_urls: list[URLPattern] = []
