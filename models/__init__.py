"""The shared language: ids, terms, steps, acts, forms, and what travels between a case and the world."""
