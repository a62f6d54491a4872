"""Documents to mentions, mentions to a situation: the whole of situate on one page."""
