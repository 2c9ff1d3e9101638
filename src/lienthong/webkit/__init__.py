"""Shared parts of pages: the frame, components, refusals as notices, keyboard, viewer."""
