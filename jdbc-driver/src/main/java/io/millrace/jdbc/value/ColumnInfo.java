package io.millrace.jdbc.value;

/** A column or a member of a ROW: immutable. */
public final class ColumnInfo {
    private final String name;
    private final ColumnType type;
    private final boolean nullable;

    public ColumnInfo(String name, ColumnType type, boolean nullable) {
        this.name = name;
        this.type = type;
        this.nullable = nullable;
    }

    public String name() {
        return name;
    }

    public ColumnType type() {
        return type;
    }

    public boolean nullable() {
        return nullable;
    }
}
