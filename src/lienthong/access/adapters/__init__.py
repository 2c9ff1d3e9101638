"""What access needs of the outside, and of Django: mail, and the rules of passwords."""
