package io.millrace.frontend.oracle.generate;

/** Kinds of values that both engines know alike. */
enum Kind {
    INT("INTEGER"),
    LONG("BIGINT"),
    DECIMAL("DECIMAL(9, 2)"),
    DOUBLE("DOUBLE"),
    TEXT("VARCHAR"),
    BOOLEAN("BOOLEAN"),
    DATE("DATE"),
    TIMESTAMP("TIMESTAMP");

    private final String type;

    Kind(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    boolean numeric() {
        return switch (this) {
            case INT, LONG, DECIMAL, DOUBLE -> true;
            case TEXT, BOOLEAN, DATE, TIMESTAMP -> false;
        };
    }
}
