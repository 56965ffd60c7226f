"""Results as people and programs read them. `records` is canonical; everything else is rendered from it."""
