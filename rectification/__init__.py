"""What follows: workflow, notices, responses, decisions, measures, the officers' desk."""
