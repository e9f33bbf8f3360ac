package io.millrace.common.batch;

import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Flat ROW values: one flat child column a field, each of the same length; also the elements of a MAP. */
public final class RowColumn extends NullableColumn {
    private final List<Column> children;

    /** Takes over one reference of each part; {@code validity} may be null: no nulls. */
    public RowColumn(SqlType type, int length, ArrowBuf validity, List<Column> children) {
        super(type, length, validity);
        this.children = List.copyOf(children);
        assert this.children.stream().allMatch(c -> c.length() == length) : "children of other lengths";
    }

    /** Not retained. */
    public Column child(int index) {
        return children.get(index);
    }

    public List<Column> children() {
        return children;
    }

    @Override
    public RowColumn retain() {
        retainParts();
        return this;
    }

    @Override
    void retainValues() {
        children.forEach(Column::retain);
    }

    @Override
    void closeValues() {
        children.forEach(Column::close);
    }

    @Override
    long valueBytes() {
        return children.stream().mapToLong(Column::bytes).sum();
    }

    @Override
    public RowColumn withType(SqlType newType) {
        return new RowColumn(newType, length(), validity(), children);
    }

    @Override
    public RowColumn flatten(BufferAllocator allocator) {
        return retain();
    }
}
