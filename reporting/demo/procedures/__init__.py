"""Form II.06a in the demo: administrative procedures, quarterly by NĐ 09, of a cluster of communes."""
