"""The official forms, Annexes 1 to 3, going out: what stands in each cell once, and Word, Excel, PDF and print made of it."""
