"""Files of one-stop systems: opened whatever their form, read in bulk, refused in words that help."""
