"""The law as pure functions, each tied to its rules: no clock, no input or output; "today" is an argument."""
