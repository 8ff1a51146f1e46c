#!/usr/bin/env python
"""Django's command line, on the embedded services when no DATABASE_URL is set."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filing_platform.settings")
    from django.core.management import execute_from_command_line

    from filing_platform import embedded

    if _is_for_strangers(sys.argv[1:]):
        execute_from_command_line(sys.argv)
        return
    with embedded.services():
        execute_from_command_line(sys.argv)


def _is_for_strangers(arguments: list[str]) -> bool:
    """Published proofs are checked without a database: `verify_register DIR`."""
    return arguments[:1] == ["verify_register"] and arguments[1:2] != [] and not arguments[1].startswith("-")


if __name__ == "__main__":
    main()
