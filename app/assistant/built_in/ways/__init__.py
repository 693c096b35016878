"""From a question taken apart to its answer: tools run and told, questions cut in two, others offered."""
