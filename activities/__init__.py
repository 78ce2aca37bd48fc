"""Everything that touches the world. `contracts` is all that a workflow knows of it."""
