"""The public site: pages, API and downloads, built beside the old one and swapped in when complete."""
