"""The same checker where there is no Git, no Python and no account: in a browser, behind a page that drops the forms in and seals."""

__all__ = ["page_making", "parts"]
