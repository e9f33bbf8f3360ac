package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The state of one aggregate for all groups of a table, column-wise by group number. Groups exist as soon as they are named; of no rows the result is
 * what SQL says for no rows. One thread.
 *
 * <p>Intermediate form: one or more columns ({@link #partialTypes}) that hold a group's state in one row each. It is what threads and machines
 * exchange, what is spilled, and a snapshot of the state: {@link #addPartial} into fresh state restores it.
 */
public abstract class Accumulator implements AutoCloseable {
    /** Types of the intermediate form. */
    public abstract List<SqlType> partialTypes();

    /**
     * Adds rows.
     *
     * @param arguments columns of the input, not retained
     * @param positions of the rows; null: 0, 1, …
     * @param groupIds group of {@code positions[k]}, below {@code groups}
     * @param groups how many there are now
     */
    public abstract void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups);

    /** Whether {@link #addToGroup} is faster, for few groups of many rows each, than {@link #add}. */
    boolean takesGroups() {
        return false;
    }

    /** As {@link #add}, of rows that are all of one group and of flat arguments without NULLs; only if it {@link #takesGroups}. */
    void addToGroup(Column[] arguments, int[] positions, int count, int group, int groups) {
        throw new AssertionError(this);
    }

    /** Whether {@link #addWeighted} takes negative weights, if the accumulator was made for that. */
    public boolean invertible() {
        return false;
    }

    /** As {@link #add}, each row {@code weights} (INT64 at the row's position) times; negative weights take rows back out. */
    public void addWeighted(Column[] arguments, Column weights, int[] positions, int count, int[] groupIds, int groups) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "rows cannot be taken back from " + getClass().getSimpleName());
    }

    /** Adds intermediate rows; as {@link #add}. */
    public abstract void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups);

    /** The intermediate form of groups {@code from .. from + count}, owned by the caller, paid by {@code payer}. */
    public abstract List<Column> partial(BufferAllocator payer, int from, int count);

    /** The results of groups {@code from .. from + count}, owned by the caller, paid by {@code payer}. */
    public abstract Column result(BufferAllocator payer, int from, int count);

    /** What holds the result: this, or of DISTINCT what it passes the first of equal rows to. */
    Accumulator undistinct() {
        return this;
    }

    /** Forgets all groups, keeps memory. */
    public abstract void clear();

    /** Memory held. */
    public abstract long bytes();

    @Override
    public abstract void close();
}
