"""Addresses of the filer's pages on training personnel."""

from django.urls import path

from personnel import views

PERSONNEL = "file/<str:number>/personnel/"

urlpatterns = [
    path(PERSONNEL, views.People.as_view(), name="file-personnel"),
    path(f"{PERSONNEL}workbook/", views.Workbook.as_view(), name="file-personnel-import"),
    path(f"{PERSONNEL}workbook/confirm/", views.WorkbookConfirmation.as_view(), name="file-personnel-import-confirm"),
    path(f"{PERSONNEL}workbook/errors/", views.WorkbookErrors.as_view(), name="file-personnel-import-errors"),
    path(f"{PERSONNEL}workbook/annotated/", views.AnnotatedWorkbook.as_view(), name="file-personnel-import-annotated"),
    path(f"{PERSONNEL}workbook/template/", views.TemplateWorkbook.as_view(), name="file-personnel-template"),
    path(f"{PERSONNEL}<uuid:line>/", views.PersonPage.as_view(), name="file-person"),
    path(f"{PERSONNEL}<uuid:line>/remove/", views.PersonRemoval.as_view(), name="file-person-remove"),
]
