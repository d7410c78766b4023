"""Reading the official forms: tables from spreadsheets, the values in their cells, and Annex 3 (评委花名册).

Pure Python, so that it runs in a browser; openpyxl and xlrd are imported only where a file needs them.
"""
