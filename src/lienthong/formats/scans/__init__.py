"""Reading the words and the stamps of a page that is a picture, with tesseract."""
