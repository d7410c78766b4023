"""From the text of one cell to a value: levels, areas, telephone numbers, months, names, lists, points."""
