package io.millrace.common.catalog;

/** A schema-qualified name, in the case the catalog holds. */
public record ObjectName(String schema, String name) {
    public static final String DEFAULT_SCHEMA = "public";

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
