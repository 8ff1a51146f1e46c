"""Pages of the review: `desk_…` for officers, `filing_…` for the institution."""
