"""What all processes share: duties, the life of a case, its timer, its voice."""
