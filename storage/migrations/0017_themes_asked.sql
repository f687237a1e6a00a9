-- Which themes of a round are asked of whom. Nobody is reminded of others or counted as unfinished for them.
-- `whom` is everybody, a team or a partner organisation, and `label` its name; empty for everybody. `themes` is
-- a JSON list of ids. Without a row all themes are asked. An anonymous round keeps no team with a place, so
-- there rows are for everybody.
CREATE TABLE themes_asked (
    round_id TEXT NOT NULL REFERENCES round (id),
    whom TEXT NOT NULL CHECK (whom IN ('everybody', 'team', 'partner')),
    label TEXT NOT NULL,
    themes TEXT NOT NULL,
    PRIMARY KEY (round_id, whom, label)
) STRICT, WITHOUT ROWID;
