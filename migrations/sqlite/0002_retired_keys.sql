-- Root keys that were taken out of the key ring for good.
CREATE TABLE retired_keys (
    id TEXT PRIMARY KEY,
    retired_at BIGINT NOT NULL
);

-- A process that sealed under a key just before it was retired must not store the result: nothing
-- would open it any more.
CREATE TRIGGER secret_versions_new_under_retired_key BEFORE INSERT ON secret_versions
WHEN EXISTS (SELECT 1 FROM retired_keys WHERE id = NEW.key_id)
BEGIN SELECT RAISE(ABORT, 'sealed under a retired key'); END;

CREATE TRIGGER secret_versions_moved_under_retired_key BEFORE UPDATE OF key_id ON secret_versions
WHEN EXISTS (SELECT 1 FROM retired_keys WHERE id = NEW.key_id)
BEGIN SELECT RAISE(ABORT, 'sealed under a retired key'); END;

CREATE TRIGGER instance_moved_under_retired_key BEFORE UPDATE OF key_id ON instance
WHEN EXISTS (SELECT 1 FROM retired_keys WHERE id = NEW.key_id)
BEGIN SELECT RAISE(ABORT, 'sealed under a retired key'); END;
