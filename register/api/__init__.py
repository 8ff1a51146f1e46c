"""The public API, version 1: the same domain functions as the pages."""
