"""manage.py create_officer: give a person a post, as the administrator named by --by may on the page."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.forms import ValidationError

from accounts.appointing import OFFICERS, appoint
from accounts.models import Department, Jurisdiction, Role, User
from filing_platform import clock
from filing_platform.errors import DomainError

ROLES = [str(role) for role in (Role.PROVINCIAL_ADMINISTRATOR, *OFFICERS)]


class Command(BaseCommand):
    help = (
        "Give a person a post; without an account they get one and a mail that says how to set the password.\n"
        "Example: manage.py create_officer --by admin --email li@edu.example --name 李明"
        " --role provincial_administrator --jurisdiction 11"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--by", required=True, help="user name of the administrator who names the officer")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=ROLES)
        parser.add_argument("--jurisdiction", required=True, help="two digits: 11 is Beijing")
        parser.add_argument("--department", default="", help="of a department officer: cyberspace, publications, …")

    def handle(self, *args: Any, by: str, email: str, name: str, role: str, **options: Any) -> None:
        administrator = User.objects.filter(username=by, is_active=True).first()
        jurisdiction = Jurisdiction.objects.filter(pk=options["jurisdiction"]).first()
        department = Department.objects.filter(pk=options["department"]).first()
        if administrator is None:
            raise CommandError(f"There is no user {by}.")
        if jurisdiction is None:
            raise CommandError(f"There is no jurisdiction {options['jurisdiction']}.")
        if options["department"] and department is None:
            raise CommandError(f"There is no department {options['department']}.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        try:
            post = appoint(
                administrator,
                email=email,
                name=name,
                role=role,
                jurisdiction=jurisdiction,
                department=department,
                valid_from=clock.today(),
            )
        except DomainError as error:
            raise CommandError(str(error) or f"{by} may not fill this post.") from error
        self.stdout.write(f"{post.user} is {post.get_role_display()} in {jurisdiction} from {post.valid_from}.")
