"""Who you are and what you may see: users, posts, jurisdictions, departments, inbox."""
