"""Documents, their versions and renditions, kinds, policies, recipients block, who may see."""
