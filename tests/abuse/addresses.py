"""One address for every name, each about a thing that is there: who gets 404 may not see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from unittest import mock

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Department, Jurisdiction, Message, User
from filing_platform import clock
from institutions import registration
from institutions.editing import editable_dossier
from institutions.models import Blob, Decision, Filing, Institution, Membership
from rectification import deciding, judging, measures, ministry
from rectification.models import CannedReason, MinistryReport, NoticeItem, ResponseEvidence
from register import checkpoints
from register.models import ListChange, MeasureKind
from register.reports import report
from tests.rectification import world as w
from tests.rectification.world import World


def all_names() -> Iterator[str | None]:
    """The names of all addresses of the platform, those of the libraries included."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        else:
            yield pattern.name


def public_addresses(world: World) -> dict[str, str]:
    """The register's and everybody's, about an institution on the black list."""
    rejected(world)
    checkpoints.publish()
    code = world.institution.credit_code
    arguments: dict[str, list[object]] = {
        "register-change": [ListChange.objects.first().pk],  # type: ignore[union-attr]
        "register-file": ["csv"],
        "account_confirm_email": ["key"],
        "account_reset_password_from_key": ["1", "key"],
        "message_open": [Message.objects.filter(user=world.filer)[0].pk],
    }
    of_institution = ("register-institution", "register-courses", "register-institution-personnel", "api-institution")
    return _addresses(arguments | {name: [code] for name in of_institution})


def workspace_addresses(world: World) -> dict[str, str]:
    """The filer's, about a filing that is being rectified; its rejection is proposed."""
    filing = w.rectifying(world)
    item: NoticeItem = filing.notices.get().items.get()
    dossier = editable_dossier(filing)
    w.answer_all(world, filing)
    filing.refresh_from_db()
    evidence = ResponseEvidence.objects.create(response=item.response, blob=_blob(), file_name="a.pdf")
    course, document = dossier.courses.get().line, dossier.documents.first().line  # type: ignore[union-attr]
    with _days_later(40):
        deciding.propose("reject", filing, world.officer, filing.version, public_reason="逾期未整改")
    invitation = registration.invite(world.institution, world.filer, "new@test.invalid", "filer")
    arguments: dict[str, list[object]] = {
        "file": [],
        "file-open": [],
        "file-register": [],
        "file-institution": [],
        "file-members": [],
        "file-member-remove": [world.institution.memberships.get().pk],
        "file-invitation-withdraw": [invitation.pk],
        "file-join": [registration.token_of(invitation)],
        "file-platform": [filing.number, dossier.platforms.get().line],
        "file-platform-remove": [filing.number, dossier.platforms.get().line],
        "file-document": [filing.number, document],
        "file-document-remove": [filing.number, document],
        "file-document-download": [filing.number, 1, document],
        "file-person": [filing.number, dossier.people.get().line],
        "file-person-remove": [filing.number, dossier.people.get().line],
        "file-version": [filing.number, 1],
        "file-receipt": [filing.number, 1],
        "file-receipt-pdf": [filing.number, 1],
        "file-notice": [filing.number, 1],
        "file-notice-pdf": [filing.number, 1],
        "file-item": [filing.number, 1, item.number],
        "file-evidence": [filing.number, evidence.pk],
        "file-evidence-remove": [filing.number, evidence.pk],
    }
    of_course = ("file-course", "file-teachers", "file-course-copy", "file-course-remove")
    return _addresses(arguments | {name: [filing.number, course] for name in of_course}, [filing.number])


def desk_addresses(world: World) -> dict[str, str]:
    """The officers', about an institution whose filing was rejected after a notice."""
    filing, rejection = rejected(world)
    item: NoticeItem = filing.notices.order_by("round").first().items.get()  # type: ignore[union-attr]
    evidence = ResponseEvidence.objects.create(response=item.response, blob=_blob(), file_name="a.pdf")
    measure = measures.order(
        rejection, world.officer, MeasureKind.PAUSE_PLATFORM, Department.objects.get(pk="cyberspace"), reason="拒不整改"
    )
    open_filing = w.submitted(replace(world, institution=_institution("91310000XTXT000101", world.filer)))
    dossier, code = filing.dossiers.get(version=2), world.institution.credit_code
    finding = dossier.findings.first()
    assert finding is not None
    arguments: dict[str, list[object]] = {
        "review": [],
        "review-export": ["csv"],
        "review-difference": [filing.number, 2],
        "review-finding": [filing.number, finding.pk],
        "review-take-back": [filing.number, finding.pk],
        "review-findings-of-rule": [filing.number, "NO-IN-SERVICE"],
        "review-judge": [filing.number, item.pk],
        "review-confirm-resolution": [filing.number, 1],
        "review-drop-resolution": [filing.number, 1],
        "review-decide": [open_filing.number, "flag"],
        "review-notice": [filing.number, 1],
        "review-notice-pdf": [filing.number, 1],
        "review-document": [filing.number, 2, dossier.documents.first().line],
        "review-evidence": [filing.number, evidence.pk],
        "review-reveal": [filing.number, dossier.people.get().line],
        "review-move-measure": [measure.pk],
        "review-measures": [],
        "review-lists": [],
        "review-list-entry": [code],
        "review-inspect": [code],
        "review-list-act": [code, "end_entry"],
        "review-reports": [],
        "review-handle-report": [report(about="x", text="x", credit_code=code).pk],
        "review-ministry": [],
        "review-ministry-province": ["11"],
        "review-ministry-workbook": [_reported(world).pk],
        "review-figures": [],
        "review-programme": [],
        "review-canned": ["11"],
        "review-canned-reason": ["11", _canned().pk],
        "review-new-programme": ["11"],
        "review-rule": ["11", "LIVE-END"],
        "review-cancel-programme": ["11", 1],
        "review-cancel-limits": ["11", "LIVE-END", 1],
        "administration": [],
        "end-post": [world.officer.posts.get().pk],
    }
    of_decision = ("review-decision", "review-confirm", "review-return", "review-retract", "review-read-statement")
    return _addresses(arguments | {name: [rejection.pk] for name in of_decision}, [filing.number])


def rejected(world: World) -> tuple[Filing, Decision]:
    """A filing rejected after a notice that was answered badly."""
    filing = w.rectifying(world)
    w.resubmit(world, filing)
    for item in filing.notices.get().items.all():
        judging.judge(item, world.officer, "inadequate", "仍未整改到位")
    w.flag(world, filing)
    w.notify(world, filing, days=1)
    with _days_later(10):
        filing.refresh_from_db()
        decision = deciding.propose("reject", filing, world.officer, filing.version, public_reason="逾期未整改")
    with _days_later(40):
        deciding.confirm(decision, world.second)
    filing.refresh_from_db()
    decision.refresh_from_db()
    return filing, decision


def with_another_filer(world: World) -> World:
    """The stranger files too, for another institution."""
    _institution("91310000XTXT000208", world.stranger)
    return world


def _institution(credit_code: str, filer: User) -> Institution:
    institution = Institution.objects.create(
        credit_code=credit_code,
        jurisdiction=Jurisdiction.objects.get(pk="11"),
        name="北京星桥教育科技有限公司",
        created_at=clock.now(),
    )
    Membership.objects.create(user=filer, institution=institution, role="administrator", since=clock.now())
    return institution


class _Addresses(dict[str, str]):
    """By name; a name without arguments of its own gets the usual ones."""

    def __init__(self, arguments: dict[str, list[object]], usual: list[object]) -> None:
        self.arguments, self.usual = arguments, usual

    def __missing__(self, name: str) -> str:
        self[name] = reverse(name, args=self.arguments.get(name, self.usual))
        return self[name]


def _addresses(arguments: dict[str, list[object]], usual: list[object] | None = None) -> dict[str, str]:
    return _Addresses(arguments, usual or [])


def _days_later(days: int) -> mock._patch:  # type: ignore[type-arg]
    later = clock.now() + timedelta(days=days)
    return mock.patch.object(clock, "now", lambda: later)


def _reported(world: World) -> MinistryReport:
    beijing = Jurisdiction.objects.get(pk="11")
    return ministry.send(beijing, world.administrator, ministry.waiting(beijing, clock.today()).count())


def _canned() -> CannedReason:
    return CannedReason.objects.create(jurisdiction_id="11", purpose="dismissal", title="已核对", text="已核对原件。")


def _blob() -> Blob:
    blob = w.a_blob()
    blob.file.save("a.pdf", ContentFile(b"%PDF-1.4"))
    return blob
