"""How the product changes anything: named commands, run one way, whoever gives them (tab, REST, simulator)."""
