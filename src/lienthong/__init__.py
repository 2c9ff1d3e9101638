"""Liên Thông: official electronic documents between the agencies of a province."""
