"""Who files and what is filed: institutions, filings, dossiers, platforms, documents."""
