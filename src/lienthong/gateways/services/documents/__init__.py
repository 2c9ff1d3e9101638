"""Documents that systems write in fields: checked and submitted."""
