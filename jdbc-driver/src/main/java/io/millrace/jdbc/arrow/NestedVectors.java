package io.millrace.jdbc.arrow;

import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ARRAY, MAP, ROW, and the column that is all NULL. */
final class NestedVectors {
    private NestedVectors() {}

    /** Offsets into one column of elements. */
    static final class ListVector extends Vector {
        private final Vector elements;
        private int offsets;

        ListVector(ColumnType type, Vector elements) {
            super(type);
            this.elements = elements;
        }

        @Override
        void loadData(BatchCursor cursor) {
            offsets = cursor.nextBuffer();
            elements.load(cursor);
        }

        @Override
        Object value(int row) {
            int end = (int) INTS.get(body, offsets + 4 * row + 4);
            List<Object> values = new ArrayList<>();
            for (int i = (int) INTS.get(body, offsets + 4 * row); i < end; i++) {
                values.add(elements.get(i));
            }
            return values;
        }
    }

    /** Offsets into a struct of keys and values. */
    static final class MapVector extends Vector {
        private final Vector keys;
        private final Vector values;
        private int offsets;

        MapVector(ColumnType type, Vector keys, Vector values) {
            super(type);
            this.keys = keys;
            this.values = values;
        }

        @Override
        void loadData(BatchCursor cursor) {
            offsets = cursor.nextBuffer();
            // The struct of the entries, which is never NULL.
            cursor.nextNode();
            cursor.nextBuffer();
            keys.load(cursor);
            values.load(cursor);
        }

        @Override
        Object value(int row) {
            int end = (int) INTS.get(body, offsets + 4 * row + 4);
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = (int) INTS.get(body, offsets + 4 * row); i < end; i++) {
                map.put(keys.get(i), values.get(i));
            }
            return map;
        }
    }

    /** Children side by side. */
    static final class RowVector extends Vector {
        private final List<Vector> children = new ArrayList<>();

        RowVector(ColumnType type) {
            super(type);
            for (ColumnInfo member : type.members()) {
                children.add(Vector.of(member));
            }
        }

        @Override
        void loadData(BatchCursor cursor) {
            for (Vector child : children) {
                child.load(cursor);
            }
        }

        @Override
        Object value(int row) {
            List<Object> values = new ArrayList<>(children.size());
            for (Vector child : children) {
                values.add(child.get(row));
            }
            return values;
        }
    }

    /** Has no buffers at all. */
    static final class NullVector extends Vector {
        NullVector(ColumnType type) {
            super(type);
        }

        @Override
        boolean hasValidity() {
            return false;
        }

        @Override
        void loadData(BatchCursor cursor) {
            // Nothing lies in the body.
        }

        @Override
        boolean isNull(int row) {
            return true;
        }

        @Override
        Object value(int row) {
            return null;
        }
    }
}
