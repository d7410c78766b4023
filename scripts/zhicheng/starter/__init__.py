"""New files: a commented record to fill in, and an empty registry for another region."""
