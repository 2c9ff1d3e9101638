"""Figures for programs."""
