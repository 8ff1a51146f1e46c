"""Workbooks that filers hand in: kept, read in a process of their own, checked, applied as a whole or not at all."""
