"""The filer's pages on the materials of a filing."""
