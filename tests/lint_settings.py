"""The platform's settings for `make lint`: no migration locks a big table or breaks the version before it."""

from filing_platform.settings import *  # noqa: F403
from filing_platform.settings import INSTALLED_APPS

# Older than the first release: nobody has rows or a version before.
BEFORE_THE_FIRST_RELEASE = [
    "0002_national_settings",
    "0002_workbook_results",
    "0003_desk_order",
    "0003_entries_newest_first",
    "0003_findings_about_a_thing",
    "0005_one_index_for_search",
    "0006_who_handled_a_report",
    "0006_workbooks_alike",
    "0010_entries_without_vector",
]
OURS = ["accounts", "courses", "institutions", "jobs", "personnel", "rectification", "register", "screening"]

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
MIGRATION_LINTER_OPTIONS = {
    "sql_analyser": "postgresql",
    "database": "owner",
    "no_cache": True,
    "include_apps": OURS,
    "ignore_initial_migrations": True,
    "ignore_name": BEFORE_THE_FIRST_RELEASE,
    "warnings_as_errors": ["CREATE_INDEX", "DROP_INDEX", "REINDEX", "CREATE_INDEX_EXCLUSIVE"],
    "quiet": ["ok", "ignore"],
}
