package io.millrace.cluster.worker;

import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Opens the scans of one task's plan so that each gives only the splits assigned to it. Scans are told apart by the target object that they hold, not by
 * its value: a plan may read one table twice.
 */
final class AssignedSources implements SourceProvider {
    private final SourceProvider sources;
    private final Map<ScanTarget, List<Split>> assigned = new IdentityHashMap<>();

    AssignedSources(SourceProvider sources, PlanNode root, List<List<Split>> splits) {
        this.sources = sources;
        int index = 0;
        for (PlanNode node : PlanNode.flatten(root)) {
            if (node instanceof PlanNode.Scan scan) {
                List<Split> before = assigned.put(scan.target(), splits.get(index++));
                assert before == null : "two scans share one target object";
            }
        }
    }

    @Override
    public TableSource open(ScanTarget target) {
        return new Share(sources.open(target), assigned.get(target));
    }

    private record Share(TableSource table, List<Split> splits) implements TableSource {
        @Override
        public Schema schema() {
            return table.schema();
        }

        @Override
        public TableStatistics statistics() {
            return table.statistics();
        }

        @Override
        public List<Split> splits(ScanRequest request) {
            return splits;
        }

        @Override
        public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
            return table.open(split, request, allocator);
        }
    }
}
