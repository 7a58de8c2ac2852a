"""The steps that lead from nothing to today's tables; a step that was released never changes."""
