"""What the pages of a filing have in common: whose it is, and forms on its draft."""
