"""What a crew has before it on a phone or tablet: its orders in order, and what it reports of them."""
