"""Bytes of PDF and CMS: places, fields, marks, gaps, measuring signatures. No Django, no tables."""
