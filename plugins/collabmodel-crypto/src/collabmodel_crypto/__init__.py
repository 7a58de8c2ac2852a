"""A wrapper around any store of collabmodel that encrypts, and erases by destroying keys."""
