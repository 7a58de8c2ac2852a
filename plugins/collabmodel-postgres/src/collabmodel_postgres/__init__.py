"""A store on PostgreSQL for collabmodel."""
