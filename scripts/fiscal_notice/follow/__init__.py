"""What became of a notice's money and targets: forms, what they say, rules, scores and pages."""
