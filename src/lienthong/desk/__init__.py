"""Pages that span packages: home, lists, sending, the page of a document, receipts."""
