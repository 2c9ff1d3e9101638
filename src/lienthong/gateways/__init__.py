"""Every wire to other systems: packages in and out, with what they asked and what became of it."""
