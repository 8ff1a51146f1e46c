"""What people type about an institution and its materials."""
