"""Forms as strangers draw them; a truth beside each, told line by line."""
