"""The annexes and documents, one model each; `registry` finds them by their catalogue id."""
