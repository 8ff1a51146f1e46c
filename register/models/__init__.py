"""What is stored of the register, and the views that the public reads."""

from register.models.lists import (
    Entry,
    ListChange,
    ListName,
    MeasureKind,
    MeasureStatus,
    ProblemReport,
    PublicMeasure,
    PublicStatus,
    SearchTerm,
)
from register.models.proofs import Checkpoint, Tile
from register.models.public import (
    PublicCourse,
    PublicCourseTeacher,
    PublicFigures,
    PublicLesson,
    PublicPerson,
    PublicPlatform,
    PublicProfile,
)
from register.models.tallies import Filed, Tally, Topic

__all__ = [
    "Checkpoint",
    "Entry",
    "Filed",
    "ListChange",
    "ListName",
    "MeasureKind",
    "MeasureStatus",
    "ProblemReport",
    "PublicCourse",
    "PublicCourseTeacher",
    "PublicFigures",
    "PublicLesson",
    "PublicMeasure",
    "PublicPerson",
    "PublicPlatform",
    "PublicProfile",
    "PublicStatus",
    "SearchTerm",
    "Tally",
    "Tile",
    "Topic",
]
