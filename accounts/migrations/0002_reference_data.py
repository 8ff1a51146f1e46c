"""The 32 jurisdictions, the six departments, and a first screening programme for each jurisdiction."""

from datetime import date

from django.db import migrations

# code, name, English name, signs of ICP numbers and telecom licences
JURISDICTIONS = [
    ("11", "北京", "Beijing", "京"),
    ("12", "天津", "Tianjin", "津"),
    ("13", "河北", "Hebei", "冀"),
    ("14", "山西", "Shanxi", "晋"),
    ("15", "内蒙古", "Inner Mongolia", "蒙"),
    ("21", "辽宁", "Liaoning", "辽"),
    ("22", "吉林", "Jilin", "吉"),
    ("23", "黑龙江", "Heilongjiang", "黑"),
    ("31", "上海", "Shanghai", "沪"),
    ("32", "江苏", "Jiangsu", "苏"),
    ("33", "浙江", "Zhejiang", "浙"),
    ("34", "安徽", "Anhui", "皖"),
    ("35", "福建", "Fujian", "闽"),
    ("36", "江西", "Jiangxi", "赣"),
    ("37", "山东", "Shandong", "鲁"),
    ("41", "河南", "Henan", "豫"),
    ("42", "湖北", "Hubei", "鄂"),
    ("43", "湖南", "Hunan", "湘"),
    ("44", "广东", "Guangdong", "粤"),
    ("45", "广西", "Guangxi", "桂"),
    ("46", "海南", "Hainan", "琼"),
    ("50", "重庆", "Chongqing", "渝"),
    ("51", "四川", "Sichuan", "蜀川"),
    ("52", "贵州", "Guizhou", "贵黔"),
    ("53", "云南", "Yunnan", "云滇"),
    ("54", "西藏", "Tibet", "藏"),
    ("61", "陕西", "Shaanxi", "陕"),
    ("62", "甘肃", "Gansu", "甘陇"),
    ("63", "青海", "Qinghai", "青"),
    ("64", "宁夏", "Ningxia", "宁"),
    ("65", "新疆", "Xinjiang", "新"),
    # Its code 66 is this platform's own.
    ("66", "新疆生产建设兵团", "Xinjiang Production and Construction Corps", "新"),
]

# code, name, English name, short, English short, initial, English initial
DEPARTMENTS = [
    ("education", "教育行政部门", "Education department", "教育", "Education", "教", "Ed"),
    ("cyberspace", "网信部门", "Cyberspace administration", "网信", "Cyberspace", "网", "Cy"),
    ("telecommunications", "通信管理局", "Communications administration", "通信管理", "Communications", "通", "Te"),
    ("broadcasting", "广播电视局", "Radio and television administration", "广电", "Radio and TV", "广", "Rt"),
    ("public_security", "公安机关", "Public security", "公安", "Public security", "公", "Ps"),
    (
        "publications",
        "“扫黄打非”办公室",
        "Office Against Pornography and Illegal Publications",
        "扫黄打非",
        "Illegal publications",
        "扫",
        "Pu",
    ),
]
NOT_IN_THE_CORPS = {"telecommunications", "broadcasting"}


def insert(apps, schema_editor):
    db = schema_editor.connection.alias

    def table(name):
        return apps.get_model("accounts", name).objects.using(db)

    jurisdiction, department, programme = (
        apps.get_model("accounts", name) for name in ("Jurisdiction", "Department", "Programme")
    )
    table("Jurisdiction").bulk_create(
        [jurisdiction(code=c, name=n, name_en=e, icp_signs=s) for c, n, e, s in JURISDICTIONS], ignore_conflicts=True
    )
    table("Department").bulk_create(
        [
            department(code=c, name=n, name_en=e, short=s, short_en=se, initial=i, initial_en=ie, position=position)
            for position, (c, n, e, s, se, i, ie) in enumerate(DEPARTMENTS, 1)
        ],
        ignore_conflicts=True,
    )
    pairs = [
        (j[0], d[0]) for j in JURISDICTIONS for d in DEPARTMENTS if not (j[0] == "66" and d[0] in NOT_IN_THE_CORPS)
    ]
    has = apps.get_model("accounts", "JurisdictionDepartment")
    table("JurisdictionDepartment").bulk_create(
        [has(jurisdiction_id=j, department_id=d) for j, d in pairs], ignore_conflicts=True
    )
    table("Programme").bulk_create(
        [
            programme(
                jurisdiction_id=code,
                version=1,
                in_force_from=date(2019, 7, 15),
                title=f"{name}校外线上培训备案排查方案",
                early_until=date(2019, 12, 31),
                early_deadline=date(2020, 6, 30),
            )
            for code, name, _, _ in JURISDICTIONS
        ],
        ignore_conflicts=True,
    )
    first = {p.jurisdiction_id: p.pk for p in table("Programme").filter(version=1)}
    takes_part = apps.get_model("accounts", "ProgrammeDepartment")
    table("ProgrammeDepartment").bulk_create(
        [takes_part(programme_id=first[j], department_id=d) for j, d in pairs], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_and_posts")]

    operations = [migrations.RunPython(insert, migrations.RunPython.noop)]
