"""The conformance lab: a fake axis and fake agencies play a book of scenarios with a system."""
