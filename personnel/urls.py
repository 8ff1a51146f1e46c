"""Addresses of the filer's pages on training personnel."""

from django.urls import path

from institutions.views.workbook import workbook_addresses
from personnel import views

PERSONNEL = "file/<str:number>/personnel/"

urlpatterns = [
    path(PERSONNEL, views.People.as_view(), name="file-personnel"),
    *workbook_addresses(PERSONNEL, views.BOOK),
    path(f"{PERSONNEL}<uuid:line>/", views.PersonPage.as_view(), name="file-person"),
    path(f"{PERSONNEL}<uuid:line>/remove/", views.PersonRemoval.as_view(), name="file-person-remove"),
]
