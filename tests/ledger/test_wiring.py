"""What `config` adds to an audit: contents, and the rows of other packages."""
