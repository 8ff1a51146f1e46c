"""The nation's limits of every rule, from the day of the regulation; from 24 July 2021 a lesson lasts 30 minutes."""

from datetime import date

from django.db import migrations

REGULATION = date(2019, 7, 12)

LIMITS = {
    "LESSON-LENGTH": {"minutes": 40},
    "LESSON-BREAK": {"minutes": 10},
    "LIVE-END": {"latest": "21:00"},
    "SCHOOL-HOURS": {"begins": "08:00", "ends": "16:30", "holidays": [["01-15", "02-25"], ["07-10", "08-31"]]},
    "NO-HOMEWORK": {"grade": 2},
    "CURRICULUM": {
        "stages": {"primary": [1, 6], "junior": [6, 9], "senior": [10, 12]},
        "subjects": {
            "chinese": 1,
            "mathematics": 1,
            "english": 1,
            "politics": 1,
            "history": 7,
            "geography": 7,
            "biology": 7,
            "japanese": 7,
            "russian": 7,
            "physics": 8,
            "chemistry": 9,
        },
    },
    "BANNED-CONTENT": {},
    "EYE-CARE": {},
    "QUALIFIED": {"roles": ["teacher", "tutor"]},
    "NO-IN-SERVICE": {},
    "FOREIGN-RECORD": {},
    "STAFF-SHOWN": {},
    "ICP": {"kinds": ["website", "app", "mini_program", "desktop_client"]},
    "MLPS": {"kinds": ["website", "app", "mini_program", "desktop_client"]},
    "TELECOM": {},
    "RETENTION": {"content": 12, "logs": 12, "live": 6},
    "FEES-SHOWN": {},
    "PREPAY-HOURS": {"hours": 60},
    "PREPAY-SPAN": {"months": 3},
    "DUPLICATE-STAFF": {},
    "LOOKALIKE": {},
    "CROSS-PROVINCE": {},
}

WORDS = {
    "BANNED-CONTENT": [
        "网络游戏",
        "手机游戏",
        "游戏充值",
        "抽奖",
        "博彩",
        "赌博",
        "色情",
        "淫秽",
        "暴力恐怖",
        "封建迷信",
        "算命",
        "代写作业",
        "代考",
        "保过",
        "押题命中",
    ],
}


def insert(apps, schema_editor):
    setting = apps.get_model("screening", "RuleSetting")
    rows = [
        setting(rule=rule, effective_from=REGULATION, limits=limits, words=WORDS.get(rule, []))
        for rule, limits in LIMITS.items()
    ]
    rows.append(setting(rule="LESSON-LENGTH", effective_from=date(2021, 7, 24), limits={"minutes": 30}))
    setting.objects.using(schema_editor.connection.alias).bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_findings_and_opinions")]

    operations = [migrations.RunPython(insert, migrations.RunPython.noop)]
