package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Numbers distinct keys: the first key met is group 0, the next new one 1, and so on. NULLs are equal to each other; values are equal as {@link
 * io.millrace.exec.kernel.Comparison} says, and the first one met stands for all. One thread.
 */
public interface GroupKeys extends AutoCloseable {
    /** Most groups of one table: slots and groups are numbered by int. */
    int GROUPS_MAX = 1 << 29;

    /**
     * Finds or adds the group of each row.
     *
     * @param keys one column a key, not retained
     * @param positions of the rows; null: 0, 1, …
     * @param groupIds result: {@code groupIds[k]} for {@code positions[k]}
     * @return false if this kind of table cannot hold one of the keys; nothing was added then
     */
    boolean assign(Column[] keys, int[] positions, int count, int[] groupIds);

    int groups();

    /** Key columns of groups {@code from .. from + count}, owned by the caller and paid by {@code payer}. */
    List<Column> keys(BufferAllocator payer, int from, int count);

    /** Forgets all groups, keeps memory. */
    void clear();

    /** Memory held. */
    long bytes();

    @Override
    void close();

    /** A table for any keys: packed into words while they can be, as columns else; {@code nullable}: expect NULLs that the first batch may not have. */
    static GroupKeys of(BufferAllocator allocator, List<SqlType> types, boolean nullable) {
        return new AdaptiveGroupKeys(allocator, types, nullable, null);
    }
}
