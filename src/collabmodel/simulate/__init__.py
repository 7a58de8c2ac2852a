"""What would happen: scenarios, keyed draws, replications, comparisons."""
