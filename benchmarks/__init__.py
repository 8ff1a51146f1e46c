"""One module a benchmark; each has `run()`."""
