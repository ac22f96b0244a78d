"""약정 서식: an institution's own versions of the papers, drafted by one, published by another."""
