"""What comes to an agency: accepted, refused, or followed as others change it."""
