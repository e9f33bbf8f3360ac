package io.millrace.common.type;

import java.util.Objects;

/** A named column or struct member. Names keep the case that the catalog holds (lower case unless quoted). */
public record Field(String name, SqlType type, boolean nullable) {
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    public static Field of(String name, SqlType type) {
        return new Field(name, type, true);
    }

    public Field withName(String newName) {
        return new Field(newName, type, nullable);
    }
}
