-- Which themes of a round each group is asked for. Nobody is reminded of others or counted as unfinished for them.
-- A group is everybody, a team or a partner organisation, and `label` its name; empty for everybody. `themes` is
-- a JSON list of ids. Without a row all themes are asked. An anonymous round keeps no team with a place, so
-- there rows are for everybody.
CREATE TABLE themes_asked (
    round_id TEXT NOT NULL REFERENCES round (id),
    group_kind TEXT NOT NULL CHECK (group_kind IN ('everybody', 'team', 'partner')),
    label TEXT NOT NULL,
    themes TEXT NOT NULL,
    PRIMARY KEY (round_id, group_kind, label)
) STRICT, WITHOUT ROWID;
