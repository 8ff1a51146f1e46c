"""What officers and institutions of the demo write, in Chinese as they would."""

from __future__ import annotations

from collections.abc import Mapping

ACCEPTED = "经会审，提交的备案材料符合规定。"
RESCINDED = "经复核，整改通知所列问题系核对有误，予以撤销。"
EXTENDED = "受疫情影响，补办证照需要时间，同意延期。"
OVERDUE = "逾期未完成整改：整改通知书所列问题在限期内未改正，也未提出延期申请。"
INADEQUATE = "整改不到位：重新提交的材料中，整改通知书所列问题仍未改正。"
RETURNED = "请补充核对培训人员资格证明后再提出。"
INSPECTED = (
    "群众举报：实际上课时间与备案课表不符。",
    "群众举报：未按公示的退费办法退费。",
    "日常巡查发现平台收费公示页面无法打开。",
    "多人反映平台推送与学习无关的内容。",
)
INSPECTION_PASSED = "经抽查，备案材料与实际情况相符，恢复原名单状态。"
INSPECTION_FINDINGS = (
    "抽查发现：实际授课结束时间晚于备案课表，部分场次 21:15 后下课。",
    "抽查发现：收费页面未公示退费办法。",
    "抽查发现：3 名授课教师不在备案名单内。",
    "抽查发现：课间未见提醒远眺休息。",
)
CORRECTED = "更正：原公布的列入日期有误。"
WITHDRAWN = "原处理决定被撤销，列入记录一并撤回。"
ENDED = ("机构申请注销并已办结学员退费，备案终止。", "一年内未开展培训，备案失效。")
SUSPENDED = "公示期内收到异议，经核实成立，中止公示并开展抽查。"
CHANGED = "变更备案经会审，符合规定，名单状态不变。"
CHANGE_REJECTED = "变更内容不符合规定且限期内未改正，不予变更。"
WITHDRAWAL = ("合并到另一家机构备案，申请撤回。", "业务调整，暂不开展线上学科培训。", "材料准备不足，撤回后重新填报。")

# Why a candidate finding is dismissed.
DISMISSALS = (
    "经核实，机构已提供有效证明，不构成问题。",
    "经电话核实为填报笔误，不影响判断。",
    "经与有关部门核对，情况属实且合规。",
)
CONFIRMED = "情况属实。"
PROBLEMS_FOUND = "存在问题，详见所列问题清单，建议限期整改。"
INADEQUATE_ANSWER = "说明与材料不符，所列问题仍然存在。"
OPINION_TEXTS = ("", "", "", "材料齐全。", "已核对，无异议。")
STATEMENT = "我机构因技术人员离职、受疫情影响未能按期完成整改，现已着手改正，恳请给予宽限并从轻处理。"
RESOLUTION_ATTENDANCE = "教育、网信、公安、扫黄打非办公室"
RESOLUTION = "该部门逾期未出具意见。会商认为材料符合规定，同意以本纪要代替其意见。"

# What an institution answers to an item, by the rule that found it.
ANSWERS = {
    "LESSON-LENGTH": "已将每课时时长调整为 40 分钟以内，课表同步更新。",
    "LESSON-BREAK": "已调整课表，两节课之间休息 10 分钟。",
    "LIVE-END": "已调整直播时间，结束时间不晚于 21:00。",
    "SCHOOL-HOURS": "已改到放学后和周末上课。",
    "NO-HOMEWORK": "一、二年级课程已取消课后作业。",
    "CURRICULUM": "已更正课程适用年级。",
    "BANNED-CONTENT": "已删除有关内容，并组织全员学习内容审核制度。",
    "EYE-CARE": "平台新版本已上线护眼提醒和家长控制功能。",
    "QUALIFIED": "已更换任课教师或补充资格证书，附证书扫描件。",
    "NO-IN-SERVICE": "该教师已停止授课，课程由专职教师承担。",
    "FOREIGN-RECORD": "已补充外籍人员学习、工作和教学经历。",
    "STAFF-SHOWN": "平台和课程页面已公示教师姓名、照片和资格证书。",
    "ICP": "已补充 ICP 备案号和备案截图。",
    "MLPS": "已完成等级保护备案，附备案证明。",
    "TELECOM": "已取得增值电信业务经营许可证。",
    "RETENTION": "已将数据和日志留存期限延长至规定时间。",
    "FEES-SHOWN": "已在首页显著位置公示收费项目、标准和退费办法。",
    "PREPAY-HOURS": "已将单次收费调整为不超过 60 课时。",
    "PREPAY-SPAN": "已改为按 3 个月以内收费，多收部分已退。",
    "DUPLICATE-STAFF": "已核对资格证号并更正。",
}
ANSWER = "已按要求整改，详见更新后的备案材料。"

# How a rule is named in a public reason, and what it counts.
SUMMARIES = {
    "LESSON-LENGTH": "{n} 门课程课时过长",
    "LESSON-BREAK": "{n} 门课程课间休息不足",
    "LIVE-END": "{n} 门直播课结束过晚",
    "SCHOOL-HOURS": "{n} 门课程占用学校上课时间",
    "NO-HOMEWORK": "{n} 门低年级课程布置作业",
    "CURRICULUM": "{n} 门课程超出课程标准",
    "BANNED-CONTENT": "{n} 处内容不当",
    "EYE-CARE": "{n} 个平台缺少护眼或家长控制功能",
    "QUALIFIED": "教师资格不符 {n} 人",
    "NO-IN-SERVICE": "聘用在职教师 {n} 人",
    "FOREIGN-RECORD": "外籍人员经历不全 {n} 人",
    "STAFF-SHOWN": "{n} 个平台未公示教师信息",
    "ICP": "{n} 个平台 ICP 备案缺失或不符",
    "MLPS": "{n} 个平台未完成等级保护备案",
    "TELECOM": "{n} 个平台无电信业务许可",
    "RETENTION": "{n} 个平台数据留存期限不足",
    "FEES-SHOWN": "{n} 个平台未公示收费",
    "PREPAY-HOURS": "{n} 门课程预收费超 60 课时",
    "PREPAY-SPAN": "{n} 门课程预收费超 3 个月",
    "DUPLICATE-STAFF": "资格证号重复 {n} 人",
}
OTHER_SUMMARY = "其他问题 {n} 项"


def summary(counts: Mapping[str, int]) -> str:
    """限期整改：教师资格不符 3 人、预收费超 60 课时. `counts` by rule, '' for what officers raised."""
    parts = [SUMMARIES.get(rule, OTHER_SUMMARY).format(n=count) for rule, count in counts.items()]
    return "限期整改：" + "、".join(parts) + "。"
