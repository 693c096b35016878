"""What a person sees and calls: page, tabs, REST, command line."""
