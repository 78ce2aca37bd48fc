"""Danger-risk reviews: Order 70 of 2015 (o70) and the later rule (dr2), one code, two editions."""
