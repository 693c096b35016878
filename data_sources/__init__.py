"""Where rows come from, what they mean and how they are changed. No pictures."""
