"""Addresses of the officers' desk."""

from django.urls import path, register_converter

from rectification.views import desk_queue


class FilingNumber:
    """Thirteen digits."""

    regex = "[0-9]{13}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FilingNumber, "filing_number")

desk_urls = [
    path("review/", desk_queue.show, name="review"),
    path("review/export/<str:form>/", desk_queue.export, name="review-export"),
    path("review/<filing_number:number>/assign/", desk_queue.assign, name="review-assign"),
]
