"""Comments of colleagues on a draft: asked for, given, treated, and no longer awaited."""
