"""From the signed draft to the issued document: number, seal, issue."""
