"""Addresses of the officers' desk."""

from django.urls import path, register_converter

from rectification.views import (
    desk_administration,
    desk_alike,
    desk_canned,
    desk_deciding,
    desk_filing,
    desk_findings,
    desk_lists,
    desk_measures,
    desk_ministry,
    desk_papers,
    desk_province,
    desk_queue,
    desk_reports,
    desk_rules,
)


class FilingNumber:
    """Thirteen digits."""

    regex = "[0-9]{13}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FilingNumber, "filing")

OF_FILING = "review/<filing:number>/"

desk_urls = [
    path("review/", desk_queue.show, name="review"),
    path("review/export/<str:form>/", desk_queue.export, name="review-export"),
    path(OF_FILING, desk_filing.show, name="review-filing"),
    path(f"{OF_FILING}assign/", desk_queue.assign, name="review-assign"),
    path(f"{OF_FILING}difference/<int:version>/", desk_filing.difference, name="review-difference"),
    path(f"{OF_FILING}findings/", desk_findings.raise_by_hand, name="review-raise"),
    path(f"{OF_FILING}findings/<int:pk>/", desk_findings.decide, name="review-finding"),
    path(f"{OF_FILING}findings/of/<slug:rule>/", desk_alike.decide, name="review-findings-of-rule"),
    path(f"{OF_FILING}opinion/", desk_findings.give_opinion, name="review-opinion"),
    path(f"{OF_FILING}items/<int:pk>/judgement/", desk_findings.judge, name="review-judge"),
    path(f"{OF_FILING}resolutions/", desk_findings.record_resolution, name="review-resolution"),
    path(f"{OF_FILING}findings/<int:pk>/taking-back/", desk_findings.take_back, name="review-take-back"),
    path(f"{OF_FILING}resolutions/<int:pk>/return/", desk_findings.drop_resolution, name="review-drop-resolution"),
    path(
        f"{OF_FILING}resolutions/<int:pk>/confirmation/",
        desk_findings.confirm_resolution,
        name="review-confirm-resolution",
    ),
    path(f"{OF_FILING}decide/<slug:action>/", desk_deciding.act, name="review-decide"),
    path("review/decisions/<int:pk>/", desk_deciding.decision, name="review-decision"),
    path("review/decisions/<int:pk>/confirmation/", desk_deciding.confirm, name="review-confirm"),
    path("review/decisions/<int:pk>/return/", desk_deciding.send_back, name="review-return"),
    path("review/decisions/<int:pk>/retraction/", desk_deciding.retract, name="review-retract"),
    path("review/decisions/<int:pk>/statement/", desk_deciding.read_statement, name="review-read-statement"),
    path(f"{OF_FILING}notices/<int:round>/", desk_papers.notice, name="review-notice"),
    path(f"{OF_FILING}notices/<int:round>/pdf/", desk_papers.notice_pdf, name="review-notice-pdf"),
    path(f"{OF_FILING}documents/<int:version>/<uuid:line>/", desk_papers.document, name="review-document"),
    path(f"{OF_FILING}evidence/<int:pk>/", desk_papers.evidence, name="review-evidence"),
    path(f"{OF_FILING}identities/<uuid:line>/", desk_papers.reveal, name="review-reveal"),
    path(f"{OF_FILING}measures/", desk_measures.order, name="review-order-measure"),
    path("review/measures/", desk_measures.show, name="review-measures"),
    path("review/measures/<int:pk>/", desk_measures.move, name="review-move-measure"),
    path("review/lists/", desk_lists.show, name="review-lists"),
    path("review/lists/<str:credit_code>/", desk_lists.institution, name="review-list-entry"),
    path("review/lists/<str:credit_code>/inspection/", desk_lists.inspect, name="review-inspect"),
    path("review/lists/<str:credit_code>/<slug:kind>/", desk_lists.act, name="review-list-act"),
    path("review/reports/", desk_reports.show, name="review-reports"),
    path("review/reports/<int:pk>/", desk_reports.handle, name="review-handle-report"),
    path("review/ministry/", desk_ministry.show, name="review-ministry"),
    path("review/ministry/<str:code>/", desk_ministry.province, name="review-ministry-province"),
    path("review/ministry/reports/<int:pk>/xlsx/", desk_ministry.workbook, name="review-ministry-workbook"),
    path("review/figures/", desk_province.figures, name="review-figures"),
    path("review/programme/", desk_province.programme, name="review-programme"),
    path("review/programme/<str:code>/canned/", desk_canned.show, name="review-canned"),
    path("review/programme/<str:code>/canned/<int:pk>/", desk_canned.change, name="review-canned-reason"),
    path("review/programme/<str:code>/rules/<str:number>/", desk_rules.rule, name="review-rule"),
    path("review/programme/<str:code>/new/", desk_administration.new_programme, name="review-new-programme"),
    path(
        "review/programme/<str:code>/versions/<int:version>/cancel/",
        desk_administration.cancel_programme,
        name="review-cancel-programme",
    ),
    path(
        "review/programme/<str:code>/rules/<str:number>/<int:pk>/cancel/",
        desk_rules.cancel,
        name="review-cancel-limits",
    ),
    path("admin/", desk_administration.posts, name="administration"),
    path("admin/posts/<int:pk>/end/", desk_administration.end_post, name="end-post"),
]
