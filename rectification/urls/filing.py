"""Addresses of the institution's verbs on a filing: open, submit, answer, state one's case."""

from django.urls import URLPattern, path

from rectification.views import filing_answer, filing_start, filing_submit

FILING = "file/<str:number>/"

filing_urls: list[URLPattern] = [
    path("file/", filing_start.start, name="file"),
    path("file/open/", filing_start.open_filing, name="file-open"),
    path(FILING, filing_start.FilingOverview.as_view(), name="file-filing"),
    path(f"{FILING}check/", filing_submit.Check.as_view(), name="file-check"),
    path(f"{FILING}check/explain/", filing_submit.Explanation.as_view(), name="file-explain"),
    path(f"{FILING}versions/<int:version>/", filing_submit.FiledVersion.as_view(), name="file-version"),
    path(f"{FILING}submit/", filing_submit.Submission.as_view(), name="file-submit"),
    path(f"{FILING}receipts/<int:version>/", filing_submit.Receipt.as_view(), name="file-receipt"),
    path(f"{FILING}receipts/<int:version>/pdf/", filing_submit.ReceiptPaper.as_view(), name="file-receipt-pdf"),
    path(f"{FILING}withdraw/", filing_submit.Withdrawal.as_view(), name="file-withdraw"),
    path(f"{FILING}take-back/", filing_submit.TakingBack.as_view(), name="file-take-back"),
    path(f"{FILING}notices/<int:round>/", filing_answer.NoticePage.as_view(), name="file-notice"),
    path(f"{FILING}notices/<int:round>/pdf/", filing_answer.NoticePaper.as_view(), name="file-notice-pdf"),
    path(f"{FILING}notices/<int:round>/items/<int:item>/", filing_answer.ItemPage.as_view(), name="file-item"),
    path(f"{FILING}evidence/<int:pk>/", filing_answer.Evidence.as_view(), name="file-evidence"),
    path(f"{FILING}evidence/<int:pk>/remove/", filing_answer.EvidenceRemoval.as_view(), name="file-evidence-remove"),
    path(f"{FILING}statement/", filing_answer.StatementPage.as_view(), name="file-statement"),
]
