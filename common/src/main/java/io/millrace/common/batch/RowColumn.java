package io.millrace.common.batch;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Flat ROW values: one flat child column a field, each of the same length; also the elements of a MAP. */
public final class RowColumn extends Column {
    private final ArrowBuf validity;
    private final List<Column> children;
    public final long validityAddress;

    /** Takes over one reference of each part; {@code validity} may be null: no nulls. */
    public RowColumn(SqlType type, int length, ArrowBuf validity, List<Column> children) {
        super(type, length);
        this.validity = validity;
        this.children = List.copyOf(children);
        this.validityAddress = validity == null ? 0 : validity.memoryAddress();
        assert this.children.stream().allMatch(c -> c.length() == length) : "children of other lengths";
    }

    /** Not retained. */
    public Column child(int index) {
        return children.get(index);
    }

    public List<Column> children() {
        return children;
    }

    public ArrowBuf validity() {
        return validity;
    }

    @Override
    public boolean mayHaveNulls() {
        return validity != null;
    }

    @Override
    public boolean isNull(int position) {
        return validityAddress != 0 && !Memory.bit(validityAddress, position);
    }

    @Override
    public RowColumn retain() {
        if (validity != null) {
            validity.getReferenceManager().retain();
        }
        children.forEach(Column::retain);
        return this;
    }

    @Override
    public void close() {
        if (validity != null) {
            validity.close();
        }
        children.forEach(Column::close);
    }

    @Override
    public long bytes() {
        return (validity == null ? 0 : validity.capacity()) + children.stream().mapToLong(Column::bytes).sum();
    }

    @Override
    public RowColumn withType(SqlType newType) {
        return new RowColumn(newType, length(), validity, children);
    }

    @Override
    public RowColumn flatten(BufferAllocator allocator) {
        return retain();
    }
}
