"""What operators ask the assistant, and what is right: written before the planner, answered by SQL of its own.

`seen.jsonl` may be read while the planner is built. `held_back.jsonl` may not: nobody opens it before the planner is
finished, and it is run once. `load` reads them; `known` asks the databases through `sql/`, none of the product's
statements or analytics. Nothing here is imported by the product.
"""
