"""What answers callers: the application of the web server; bodies and waiting kept in bounds."""
