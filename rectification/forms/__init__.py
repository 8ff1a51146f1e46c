"""What people type: `desk` for officers, `filing` for the institution."""
