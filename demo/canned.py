"""The canned reasons that every province of the demo keeps."""

from __future__ import annotations

from accounts.models import Jurisdiction
from rectification.models import CannedReason, Purpose

_TEXTS = (
    (Purpose.DISMISSAL, "证明已核对", "已核对机构提供的证明材料，与填报内容一致，不属于问题。"),
    (Purpose.DISMISSAL, "同名不同人", "经核对证件，为同名不同人，不属于重复聘用。"),
    (Purpose.DISMISSAL, "已在平台公示", "经查看业务系统，相关内容已在显著位置公示。"),
    (Purpose.ACCEPTANCE, "符合规定", "备案材料经会审符合规定。"),
    (Purpose.NOTICE_REASON, "限期整改", "备案材料存在不符合规定的问题，限期整改。"),
    (Purpose.REJECTION, "逾期未整改", "逾期未完成整改：整改通知书所列问题在限期内未改正，也未提出延期申请。"),
    (Purpose.NOTICE, "一并自查", "请对照通知所列问题举一反三，对其他业务系统和课程一并自查。"),
)


def write() -> int:
    """The same for every province; how many."""
    reasons = [
        CannedReason(jurisdiction=each, purpose=purpose, title=title, text=text)
        for each in Jurisdiction.objects.all()
        for purpose, title, text in _TEXTS
    ]
    return len(CannedReason.objects.bulk_create(reasons))
