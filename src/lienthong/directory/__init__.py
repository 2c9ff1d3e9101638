"""Agencies, their codes and successors, units, people, posts, participation, working days."""
