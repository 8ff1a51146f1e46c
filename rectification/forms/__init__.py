"""What people type when they move a filing on."""
