package io.millrace.frontend.statement;

/** What can be created, dropped and shown. */
public enum ObjectKind {
    SCHEMA,
    TABLE,
    STREAM,
    VIEW,
    MATERIALIZED_VIEW,
    SINK;

    /** As SQL says it. */
    public String words() {
        return name().replace('_', ' ');
    }
}
