package io.millrace.exec.match;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.sort.SortLowering;
import java.util.ArrayList;
import java.util.List;

/**
 * Match → rows sorted by partition and order keys, then {@link MatchOperator}. Rows that tie are ordered by their other columns, so that the same rows always
 * give the same matches.
 */
public final class MatchLowering {
    private MatchLowering() {}

    public static Draft lower(PlanNode.Match node, Lowering lowering) {
        List<SortKey> keys = new ArrayList<>();
        node.partitionKeys().forEach(column -> keys.add(SortKey.ascending(column)));
        keys.addAll(node.orderKeys());
        for (int column = 0; column < node.input().schema().size(); column++) {
            int candidate = column;
            if (keys.stream().noneMatch(key -> key.column() == candidate)) {
                keys.add(SortKey.ascending(column));
            }
        }
        MatchOperator.Definition definition = new MatchOperator.Definition(new MatchDefinition(node));
        // What a definition or measure cannot be computed from is refused before anything runs
        new MatchRun(definition.match(), lowering.context().evaluation(lowering.context().allocator(), 0), () -> {}).close();
        Draft sorted = SortLowering.sorted(lowering.lower(node.input()), new PlanNode.Sort(node.input(), keys, 0, -1, false), lowering);
        return lowering.then(sorted, definition);
    }
}
