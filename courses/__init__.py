"""What is taught, when, by whom."""
