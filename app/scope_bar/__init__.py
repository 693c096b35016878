"""What a tab of the history is about: a scope of the network over a period of local days, chosen in one bar.

A tab makes one `ReadingsKnown` (which days, places and names there are), puts a `ScopeBar` over its views, and asks
`known.ground()` what is looked at: whose readings, which days, on whose clock.
"""
