"""From a draft to an issued document: the person signs, the number is taken, the agency seals."""
