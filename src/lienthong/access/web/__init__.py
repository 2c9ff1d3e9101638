"""Sign-in, sign-out, the choice of a post, and the actor of a request."""
