-- One row: what all feeders of a utility carry now, of their ratings and of the design peak.
-- result: load_kw float64, load_pct float64, headroom_kva float64, design_peak_kw float64, design_peak_pct float64,
-- updated_at timestamp
-- topics: network, feeder_status
SELECT
    sum(flux.known(t.load_kw)) AS load_kw,
    100 * sum(flux.known(t.load_kw)) / nullif(sum(flux.known(f.rated_kva)), 0) AS load_pct,
    sum(flux.known(f.rated_kva * (1 - t.load_pct / 100))) AS headroom_kva,
    nullif(sum(flux.known(f.peak_load_kw)), 0) AS design_peak_kw,
    100 * sum(flux.known(t.load_kw)) / nullif(sum(flux.known(f.peak_load_kw)), 0) AS design_peak_pct,
    max(t.updated_at) AS updated_at
FROM flux.feeders AS f
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
