package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.kernel.Hashing;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.arrow.memory.BufferAllocator;

/** Divides a step's rows among tasks, as a distribution says. */
final class RowSpread {
    private RowSpread() {}

    /** Takes over the batch; {@code to} is given partitions and batches, which it owns. */
    static void spread(Batch batch, PlanNode.Distribution distribution, int partitions, BufferAllocator allocator,
            BiConsumer<Integer, Batch> to) {
        if (partitions == 1) {
            to.accept(0, batch);
            return;
        }
        switch (distribution) {
            case PlanNode.Distribution.Single single -> to.accept(0, batch);
            case PlanNode.Distribution.RoundRobin even -> byHash(batch, List.of(), partitions, allocator, to);
            case PlanNode.Distribution.Hash hash -> byHash(batch, hash.keys(), partitions, allocator, to);
            case PlanNode.Distribution.Broadcast all -> {
                try (batch) {
                    for (int p = 0; p < partitions; p++) {
                        to.accept(p, batch.retain());
                    }
                }
            }
        }
    }

    /** Without keys all columns count: a row and its retraction must meet. */
    private static void byHash(Batch batch, List<Integer> keys, int partitions, BufferAllocator allocator, BiConsumer<Integer, Batch> to) {
        try (Batch flat = batch.compact(allocator)) {
            int rows = flat.rows();
            long[] hashes = new long[rows];
            int columns = keys.isEmpty() ? flat.width() : keys.size();
            for (int k = 0; k < columns; k++) {
                Hashing.hash(flat.column(keys.isEmpty() ? k : keys.get(k)), null, rows, hashes, k > 0);
            }
            int[][] positions = new int[partitions][rows];
            int[] counts = new int[partitions];
            for (int i = 0; i < rows; i++) {
                int p = (int) Math.unsignedMultiplyHigh(hashes[i], partitions);
                positions[p][counts[p]++] = i;
            }
            for (int p = 0; p < partitions; p++) {
                if (counts[p] > 0) {
                    to.accept(p, flat.gather(allocator, positions[p], counts[p]));
                }
            }
        }
    }
}
