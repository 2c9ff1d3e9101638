"""Systems are told what happened: small signed notifications to addresses that they own."""
