"""Parts that every programming interface of ours is made of; no tables, no business."""
