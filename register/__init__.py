"""What the public sees: list changes, entries, search, figures, public API."""
