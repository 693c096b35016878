-- How far a storm has come.
UPDATE flux.sim_storms SET began_at = :began_at, struck = :struck, ended_at = :ended_at WHERE storm_id = :storm_id
