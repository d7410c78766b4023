"""From the text of one cell to a value: levels, areas, phones, months, names, lists, points."""
