"""Dispatch, delivery, status reports, refusal and recall between agencies."""
