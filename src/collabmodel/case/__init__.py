"""What may happen in a case: the model compiled to tables, state as a fold, decide, evolve, and what people ask."""
