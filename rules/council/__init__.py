"""Order 320: the local councils, their members, sessions and votes."""
