package io.millrace.cluster.access;

/** What may be granted on an object, or on a schema for all objects in it. CREATE is for schemas alone; TRUNCATE needs DELETE. */
public enum Privilege {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    CREATE
}
