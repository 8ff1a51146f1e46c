"""The public addresses."""

from django.urls import include, path, register_converter

from register.converters import CreditCode
from register.views import changes, download, home, institution, people, report, results, root

register_converter(CreditCode, "code")

urlpatterns = [
    path("", home.home, name="home"),
    path("favicon.ico", root.favicon, name="favicon"),
    path("robots.txt", root.robots, name="robots"),
    path("figures/", home.national, name="figures"),
    path("register/", results.register, name="register"),
    path("register/personnel/", people.look_up, name="register-personnel"),
    path("register/changes/", changes.changes, name="register-changes"),
    path("register/changes/<int:seq>/", changes.proof, name="register-change"),
    path("register/changes.atom", changes.changes_atom, name="register-changes-atom"),
    path("register/changes.json", changes.changes_json, name="register-changes-json"),
    path("register/report/", report.report_problem, name="register-report"),
    path("register/download/", download.download, name="register-download"),
    path("register/download/log.jsonl", download.proof_log, name="register-proof-log"),
    path("register/download/leaves", download.proof_leaves, name="register-proof-leaves"),
    path("register/download/checkpoint", download.checkpoint, name="register-checkpoint"),
    path("register/download/public-key", download.public_key, name="register-public-key"),
    path("register/download/register.<slug:form>", download.register_file, name="register-file"),
    path("register/<code:credit_code>/", institution.institution, name="register-institution"),
    path("register/<code:credit_code>/courses/", institution.courses, name="register-courses"),
    path("register/<code:credit_code>/personnel/", institution.personnel, name="register-institution-personnel"),
    path("api/", include("register.api.urls")),
]
