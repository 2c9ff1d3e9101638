"""Pages of documents: the rule table."""
