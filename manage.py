#!/usr/bin/env python
"""Django's command line, on the embedded services when no DATABASE_URL is set."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filing_platform.settings")
    from django.core.management import execute_from_command_line

    from filing_platform import embedded

    with embedded.services():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
