"""Drop-ins for the stock code of applications that primeinv replaces."""
