"""Invented institutions: what their licence says, their platforms, their commitment, which documents they file."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from demo import names, numbers
from demo.materials import Commitment, Document, Platform, Profile, line

_KINDS = (*("company",) * 34, *("non_enterprise",) * 3, "public_institution")
_PREFIXES = {"company": "91", "non_enterprise": "52", "public_institution": "12"}
_STREETS = ("青年路", "人民路", "建设路", "文化路", "科技园路", "新华路", "学府路", "滨河路", "长江路", "和平路")
# Some run platforms that are on record in another province (screening rule CROSS-PROVINCE).
_FROM_ELSEWHERE = 0.03
_FIRST_DAY, _DAYS = date(2009, 1, 5), 3600
_FUNDS = (
    "预收费全部进入银行专用账户，按课消划转；单次收费不超过 60 课时或 3 个月；退费原路返回。",
    "学费设专户管理并向主管部门报备，银行按月出具对账单；未消耗学费不作他用。",
)
_PROMISES = (
    "公示收费项目、标准和退费办法；开课前签订合同；接到投诉后 3 个工作日内答复。",
    "不提前教学、不超标教学；课时不超过 40 分钟，两节课之间休息不少于 10 分钟。",
)
_SECURITY = (
    "设网络安全负责人；日志留存不少于一年；每年进行一次等级保护测评；未成年人信息加密保存。",
    "建立信息审核、应急处置和数据备份制度；直播视频留存不少于 6 个月。",
)
_DESCRIPTIONS = {
    "website": "学生在网页上听课、回看和提交练习，家长可查看课表和课时记录。",
    "app": "学生在手机和平板上听课、回看，课间提醒远眺休息，家长可设使用时长。",
    "wechat_account": "发布课程通知、上课提醒和学习资料。",
    "mini_program": "查看课表、请假和课后小结。",
    "desktop_client": "直播课堂客户端，支持举手、白板和分组讨论。",
}
_KIND_WORDS = {"wechat_account": "公众号", "mini_program": "小程序", "desktop_client": "电脑版"}
# The first platform is a website or an app; later ones come from here.
_MORE = ("app", "wechat_account", "mini_program", "app", "wechat_account", "website", "desktop_client")


@dataclass(frozen=True)
class Identity:
    """Who an institution is; the same in every version of its materials."""

    serial: int
    jurisdiction: str
    sign: str
    kind: str
    name: str
    brand: str
    stem: str
    credit_code: str
    host: str
    # Without the ending that tells a platform: 京ICP备19012345号.
    icp_number: str
    # Its kinds of platform, where they are not left to chance.
    platform_kinds: tuple[str, ...] = ()


class Directory:
    """Gives out names, codes and hosts, each once in a load."""

    def __init__(self, signs: dict[str, str]) -> None:
        self._signs = signs
        self._stems = names.stems(random.Random("stems"))
        self._serials: dict[str, int] = {}
        # How many stems sound alike; those of the demo's own institutions have their hosts to themselves.
        self._hosts = {names.host(stem, 0): 1 for stem in names.FAMOUS}
        self._count = 0

    def new(
        self,
        jurisdiction: str,
        rng: random.Random,
        *,
        stem: str = "",
        brand: str = "",
        name: str = "",
        icp_number: str = "",
        platform_kinds: tuple[str, ...] = (),
    ) -> Identity:
        """The next institution of a jurisdiction; what is given is taken as it is."""
        host = names.host(stem, 0) if stem else ""
        stem = stem or next(self._stems)
        self._count += 1
        serial = self._serials[jurisdiction] = self._serials.get(jurisdiction, 100) + 1
        kind = "company" if name else rng.choice(_KINDS)
        sign = self._signs[jurisdiction]
        if rng.random() < _FROM_ELSEWHERE:
            sign = rng.choice(sorted(set(self._signs.values())))
        # The Corps and Xinjiang share a region of credit codes, so they must not share serials.
        code_serial = serial + (20_000 if jurisdiction == "66" else 0)
        return Identity(
            serial=self._count,
            jurisdiction=jurisdiction,
            sign=sign,
            kind=kind,
            name=name or _full_name(kind, stem, jurisdiction, rng),
            brand=brand or names.brand(stem, rng),
            stem=stem,
            credit_code=numbers.credit_code(_PREFIXES[kind], jurisdiction, code_serial),
            host=host or self._host(stem),
            icp_number=icp_number or numbers.icp_number(sign, self._count),
            platform_kinds=platform_kinds,
        )

    def _host(self, stem: str) -> str:
        sound = names.host(stem, 0)
        number = self._hosts.get(sound, 0)
        self._hosts[sound] = number + 1
        return names.host(stem, number)


def profile(identity: Identity, rng: random.Random) -> Profile:
    """What the licence says, and whom to reach; every address ends in .example."""
    city = names.CITIES[identity.jurisdiction][0]
    address = f"{city}市示例区{rng.choice(_STREETS)} {rng.randrange(1, 300)} 号 {rng.randrange(2, 26)} 层"
    return Profile(
        line=line(rng),
        name=identity.name,
        brand=identity.brand,
        credit_code=identity.credit_code,
        kind=identity.kind,
        legal_representative=names.person(rng),
        registered_address=address,
        contact_address=address,
        capital=Decimal(rng.choice((50, 100, 200, 500, 1000, 2000, 5000))),
        established_on=_FIRST_DAY + timedelta(days=rng.randrange(_DAYS)),
        contact_person=names.person(rng),
        contact_phone=numbers.mobile(rng),
        contact_email=f"filing@{identity.host}",
        complaint_contact=f"complaints@{identity.host}",
        party_organisation=f"中共{identity.name}支部" if rng.random() < 0.3 else "",
        fund_management=rng.choice(_FUNDS),
        service_commitment=rng.choice(_PROMISES),
        network_security=rng.choice(_SECURITY),
    )


def platforms(identity: Identity, people: int, rng: random.Random) -> list[Platform]:
    """One to six platforms; large institutions have more."""
    if identity.platform_kinds:
        return [_platform(identity, kind, i, people, rng) for i, kind in enumerate(identity.platform_kinds, 1)]
    count = min(6, rng.choice((1, 2, 2, 3)) + (1 if people > 300 else 0) + (1 if people > 3000 else 0))
    kinds = [rng.choice(("website", "website", "app")), *rng.sample(_MORE, count - 1)]
    return [_platform(identity, kind, i, people, rng) for i, kind in enumerate(kinds, 1)]


def commitment(who: Profile, signed_on: date, rng: random.Random) -> Commitment:
    """The signed undertaking."""
    return Commitment(line(rng), "own", "", who.legal_representative, "法定代表人", signed_on)


def documents(filed_platforms: list[Platform], rng: random.Random) -> list[Document]:
    """The documents every dossier has, and those of each platform."""
    general = (
        ("business_licence", "营业执照副本"),
        ("contract_template", "培训服务合同（示范文本）"),
        ("privacy_policy", "隐私政策"),
        ("fund_management", "预收费管理制度"),
        ("security_system", "网络安全管理制度"),
        ("signed_commitment", "承诺书（签字盖章）"),
    )
    filed = [Document(line(rng), kind, title, f"{title}.pdf", "", None) for kind, title in general]
    for platform in filed_platforms:
        filed += _documents_of(platform, rng)
    return filed


def _full_name(kind: str, stem: str, jurisdiction: str, rng: random.Random) -> str:
    if kind == "company":
        return names.company(stem, jurisdiction, rng)
    city = rng.choice(names.CITIES[jurisdiction])
    return f"{city}{stem}培训学校" if kind == "non_enterprise" else f"{city}{stem}教育信息中心"


def _platform(identity: Identity, kind: str, number: int, people: int, rng: random.Random) -> Platform:
    # An official account runs on its host's systems; all others are the institution's own.
    is_own = kind != "wechat_account"
    ending = f"-{number}" + {"app": "A", "mini_program": "X"}.get(kind, "")
    runs_telecom = kind in ("website", "app") and rng.random() < 0.5
    return Platform(
        line=line(rng),
        kind=kind,
        name=identity.brand + _KIND_WORDS.get(kind, ""),
        address=_address(identity, kind, number, rng),
        icp_number=identity.icp_number + ending if is_own else "",
        telecom_licence=numbers.telecom_licence(identity.sign, identity.serial) if runs_telecom else "",
        runs_telecom_business=runs_telecom,
        mlps_number=numbers.mlps_number(identity.jurisdiction, identity.serial, 2019) if is_own else "",
        mlps_level=rng.choice((2, 2, 3)) if is_own else None,
        server_location=rng.choice(names.CITIES[identity.jurisdiction]),
        content_months=rng.choice((12, 18, 24, 36)),
        live_months=rng.choice((6, 8, 12)),
        log_months=rng.choice((12, 18, 24)),
        eye_care=True,
        parental_control=True,
        staff_shown=True,
        fees_url=f"https://www.{identity.host}/fees",
        complaint_url=f"https://www.{identity.host}/complaints",
        agreement_url=f"https://www.{identity.host}/agreement",
        users=people * rng.randrange(20, 400),
        description=_DESCRIPTIONS[kind],
    )


def _address(identity: Identity, kind: str, number: int, rng: random.Random) -> str:
    label = identity.host.removesuffix(".example")
    return {
        "website": f"https://{'www' if number == 1 else f'm{number}'}.{identity.host}",
        "app": f"example.{label}.{'app' if number == 1 else f'app{number}'}",
        "wechat_account": numbers.wechat_account(rng),
        "mini_program": numbers.mini_program(rng),
        "desktop_client": f"https://download.{identity.host}/pc",
    }[kind]


def _documents_of(platform: Platform, rng: random.Random) -> list[Document]:
    kinds = [("user_agreement", "用户协议", "pdf")]
    if platform.icp_number:
        kinds.append(("icp_screenshot", "ICP 备案截图", "png"))
    if platform.telecom_licence:
        kinds.append(("telecom_licence", "增值电信业务经营许可证", "pdf"))
    if platform.mlps_number:
        kinds += [("mlps_certificate", "等级保护备案证明", "pdf"), ("mlps_report", "等级保护测评报告", "pdf")]
    return [
        Document(line(rng), kind, title, f"{platform.name}-{title}.{ending}", "platforms", platform.line)
        for kind, title, ending in kinds
    ]
