-- One row a battery of a utility: its name, and how full it is.
-- result: name string, charge_pct float64
-- topics: network
SELECT name, charge_pct::double precision AS charge_pct
FROM (VALUES ('BAT-001', 90), ('BAT-002', 15), ('BAT-003', 42)) AS battery (name, charge_pct)
