"""Printed forms of the law: letters, books, stamps, slips, as HTML turned into PDF."""
