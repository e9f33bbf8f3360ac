package io.millrace.cluster.coordinator;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.port.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides what a fragment scans among its tasks: each split to the task that has least to read so far, the largest first. Equal scans are
 * divided alike, since an executor may read them once.
 */
final class SplitAssignment {
    private SplitAssignment() {}

    /** For each task, for each scan from left to right, its splits. */
    static List<List<List<Split>>> assign(PlanNode root, int tasks, SourceProvider sources, int batchRows) {
        List<List<List<Split>>> all = new ArrayList<>();
        for (int t = 0; t < tasks; t++) {
            all.add(new ArrayList<>());
        }
        long[] bytes = new long[tasks];
        Map<PlanNode.Scan, List<List<Split>>> known = new HashMap<>();
        for (PlanNode node : PlanNode.flatten(root)) {
            if (node instanceof PlanNode.Scan scan) {
                List<List<Split>> shares = known.computeIfAbsent(scan, s -> shares(splits(s, sources, batchRows), bytes));
                for (int t = 0; t < tasks; t++) {
                    all.get(t).add(shares.get(t));
                }
            }
        }
        return all;
    }

    private static List<Split> splits(PlanNode.Scan scan, SourceProvider sources, int batchRows) {
        List<Split> splits = new ArrayList<>(sources.open(scan.target())
                .splits(new ScanRequest(scan.columns(), scan.predicates(), null, batchRows)));
        splits.sort(Comparator.comparingLong(Split::estimatedBytes).reversed());
        return splits;
    }

    private static List<List<Split>> shares(List<Split> splits, long[] bytes) {
        List<List<Split>> shares = new ArrayList<>();
        for (int t = 0; t < bytes.length; t++) {
            shares.add(new ArrayList<>());
        }
        for (Split split : splits) {
            int least = 0;
            for (int t = 1; t < bytes.length; t++) {
                if (bytes[t] < bytes[least]) {
                    least = t;
                }
            }
            bytes[least] += Math.max(1, split.estimatedBytes());
            shares.get(least).add(split);
        }
        return shares;
    }
}
