"""What is stored of institutions, filings, dossiers and the sections that every dossier has."""

from institutions.models.decision import Decision, DecisionKind, DecisionState
from institutions.models.documents import Blob, DocumentKind, DossierDocument, ScanState
from institutions.models.dossier import Dossier
from institutions.models.filing import Action, Filing, FilingEvent, FilingSerial, Kind, Outcome, State
from institutions.models.institution import Institution, Invitation, Membership, MembershipRole
from institutions.models.materials import Commitment, InstitutionKind, Platform, PlatformKind, Profile

__all__ = [
    "Action",
    "Blob",
    "Commitment",
    "Decision",
    "DecisionKind",
    "DecisionState",
    "DocumentKind",
    "Dossier",
    "DossierDocument",
    "Filing",
    "FilingEvent",
    "FilingSerial",
    "Institution",
    "InstitutionKind",
    "Invitation",
    "Kind",
    "Membership",
    "MembershipRole",
    "Outcome",
    "Platform",
    "PlatformKind",
    "Profile",
    "ScanState",
    "State",
]
