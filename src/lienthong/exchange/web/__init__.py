"""The pages of exchange: tracking what was sent, asking for it back, answering."""
