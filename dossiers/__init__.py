"""The filer's workspace and the verbs on a whole dossier."""
