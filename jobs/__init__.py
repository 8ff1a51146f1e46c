"""Durable background work: the row that is the truth, its lease, the sweeper, progress."""
