package io.millrace.exec.window;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.exec.aggregate.GroupKeys;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.OneToOneOperator;
import io.millrace.exec.pipeline.Operator;
import io.millrace.exec.sort.RowOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lets only those rows into a window's sort that may be among the first ranks of their partition: a row goes as soon as this lane has met as many rows of
 * its partition as there are ranks wanted that come strictly before it. Of each partition the order prefixes of the first rows are remembered.
 */
final class FirstRanksOperator extends OneToOneOperator {
    /** Prefixes remembered in a lane; rows of partitions that come when there are so many all pass. */
    private static final long PREFIXES_MAX = 1 << 20;

    private final PlanNode.Window node;
    private final int ranks;
    private final RowOrder order;
    private final GroupKeys partitions;
    /** By partition, the least prefixes so far, the greatest of them on top (unsigned). */
    private final List<long[]> heaps = new ArrayList<>();
    private int[] sizes = new int[16];
    private int[] groups = new int[0];
    private long[] prefixes = new long[0];

    static Operator.Factory factory(PlanNode.Window node, long ranks) {
        return lane -> new FirstRanksOperator(node, Math.toIntExact(ranks), lane);
    }

    private FirstRanksOperator(PlanNode.Window node, int ranks, LaneContext lane) {
        this.node = node;
        this.ranks = ranks;
        List<SqlType> types = node.input().schema().fields().stream().map(Field::type).toList();
        this.order = new RowOrder(node.orderKeys(), types);
        this.partitions = node.partitionKeys().isEmpty()
                ? null
                : GroupKeys.of(lane.execution().allocator(), node.partitionKeys().stream().map(types::get).toList(), true);
    }

    @Override
    protected Batch process(Batch input) {
        int count = input.rows();
        int[] positions = input.selection() == null ? null : input.selection().positions();
        if (groups.length < count) {
            groups = new int[count];
            prefixes = new long[count];
        }
        if (partitions != null) {
            Column[] keys = node.partitionKeys().stream().map(input::column).toArray(Column[]::new);
            partitions.assign(keys, positions, count, groups);
        }
        makeRoom(partitions == null ? 1 : partitions.groups());
        order.prefixes(input.columns(), positions, count, prefixes);
        int[] kept = new int[count];
        int n = 0;
        for (int k = 0; k < count; k++) {
            if (mayBeFirst(groups[k], prefixes[k])) {
                kept[n++] = positions == null ? k : positions[k];
            }
        }
        if (n == count) {
            return input;
        }
        try (input) {
            return n == 0 ? null : input.withSelection(new Selection(kept, n));
        }
    }

    private void makeRoom(int wanted) {
        if (sizes.length < wanted) {
            sizes = Arrays.copyOf(sizes, Math.max(wanted, 2 * sizes.length));
        }
        while (heaps.size() < wanted) {
            heaps.add((heaps.size() + 1L) * ranks > PREFIXES_MAX ? null : new long[ranks]);
        }
    }

    /** Notes the prefix of one row. */
    private boolean mayBeFirst(int group, long prefix) {
        long[] heap = heaps.get(group);
        if (heap == null) {
            return true;
        }
        int size = sizes[group];
        if (size < ranks) {
            sizes[group] = size + 1;
            up(heap, size, prefix);
            return true;
        }
        int sign = Long.compareUnsigned(prefix, heap[0]);
        if (sign < 0) {
            down(heap, prefix);
        }
        return sign <= 0;
    }

    private static void up(long[] heap, int hole, long prefix) {
        int at = hole;
        while (at > 0 && Long.compareUnsigned(heap[at - 1 >>> 1], prefix) < 0) {
            heap[at] = heap[at - 1 >>> 1];
            at = at - 1 >>> 1;
        }
        heap[at] = prefix;
    }

    private static void down(long[] heap, long prefix) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= heap.length) {
                break;
            }
            if (child + 1 < heap.length && Long.compareUnsigned(heap[child + 1], heap[child]) > 0) {
                child++;
            }
            if (Long.compareUnsigned(heap[child], prefix) <= 0) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = prefix;
    }

    @Override
    public void close() {
        super.close();
        if (partitions != null) {
            partitions.close();
        }
    }
}
