"""Is this dossier in order: rules, findings, opinions of the departments."""
