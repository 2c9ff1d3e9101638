"""Packages of edXML, taken in and made."""
