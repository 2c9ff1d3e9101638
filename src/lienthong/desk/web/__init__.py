"""Pages that span packages: home, search, the page of a document, its files and receipts."""
