package io.millrace.storage.file.parquet;

import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.List;

/**
 * A file's schema as a tree of values: each node is a leaf, a list (an ARRAY or a MAP) or a row. Definition levels say down to where a value is there:
 * a level of at least {@link #presentLevel} means that the node is not null.
 */
sealed interface ParquetNode {
    String name();

    SqlType type();

    boolean nullable();

    /** The id that Iceberg knows the column by, or -1. */
    int fieldId();

    int presentLevel();

    default Field field() {
        return new Field(name(), type(), nullable());
    }

    /**
     * A column of values.
     *
     * @param index among the file's leaves
     * @param maxRepetition repetition level of the innermost list around it
     * @param presentLevel the leaf's greatest definition level
     */
    record Leaf(String name, boolean nullable, int fieldId, int index, int maxRepetition, int presentLevel, LeafType leaf,
            String unsupported) implements ParquetNode {
        @Override
        public SqlType type() {
            return leaf.type();
        }

        Leaf as(LeafType other) {
            return new Leaf(name, nullable, fieldId, index, maxRepetition, presentLevel, other, unsupported);
        }

        /** At the top level and at most optional: no levels but one bit. */
        boolean isFlat() {
            return maxRepetition == 0 && presentLevel <= 1;
        }
    }

    /**
     * A list of elements; of a MAP the element is a row of key and value.
     *
     * @param elementLevel definition level from which on there is an element
     * @param repetition level at which an element continues the list
     */
    record ListOf(String name, SqlType type, boolean nullable, int fieldId, int presentLevel, int elementLevel, int repetition,
            ParquetNode element) implements ParquetNode {}

    /** Named members. */
    record Row(String name, SqlType type, boolean nullable, int fieldId, int presentLevel,
            List<ParquetNode> children) implements ParquetNode {
        public Row {
            children = List.copyOf(children);
        }
    }

    /** Any leaf below (or this one): all share the levels of the nodes above them. */
    default Leaf firstLeaf() {
        return switch (this) {
            case Leaf leaf -> leaf;
            case ListOf list -> list.element().firstLeaf();
            case Row row -> row.children().get(0).firstLeaf();
        };
    }
}
