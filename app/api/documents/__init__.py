"""Documents by REST: which there are, each as the file that it is, one page of it as text."""
