"""Histories of real cases, replayed on the workflows as they are now."""
