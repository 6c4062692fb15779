-- Root keys that were taken out of the key ring for good.
CREATE TABLE retired_keys (
    id TEXT PRIMARY KEY,
    retired_at BIGINT NOT NULL
);

-- A process that sealed under a key just before it was retired must not store the result: nothing
-- would open it any more.
CREATE FUNCTION refuse_retired_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM retired_keys WHERE id = NEW.key_id) THEN
        RAISE EXCEPTION 'sealed under a retired key';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER secret_versions_new_under_retired_key BEFORE INSERT ON secret_versions
FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();

CREATE TRIGGER secret_versions_moved_under_retired_key BEFORE UPDATE OF key_id ON secret_versions
FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();

CREATE TRIGGER instance_moved_under_retired_key BEFORE UPDATE OF key_id ON instance
FOR EACH ROW EXECUTE FUNCTION refuse_retired_key();
