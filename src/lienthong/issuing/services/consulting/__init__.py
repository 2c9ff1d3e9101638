"""Comments of other agencies on a draft: a letter goes to them, what they answer is noted."""
