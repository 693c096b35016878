"""Who does which work order, and when: queues of crews, suggestions for one order and for all of them."""
