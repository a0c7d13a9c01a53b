"""Standing: per person and clause what they know, what they do, and when it was last seen."""
