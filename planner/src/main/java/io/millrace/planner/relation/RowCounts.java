package io.millrace.planner.relation;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;

/** What is certain about how many rows a node gives. */
public final class RowCounts {
    private RowCounts() {}

    public static boolean atMostOne(RelNode node) {
        return switch (node) {
            case Aggregate aggregate -> aggregate.getGroupSet().isEmpty() && aggregate.getGroupSets().size() == 1;
            case Project project -> atMostOne(project.getInput());
            case Filter filter -> atMostOne(filter.getInput());
            case Values values -> values.getTuples().size() <= 1;
            case AtMostOneRow single -> true;
            case Sort sort -> sort.fetch instanceof RexLiteral fetch && RexLiteral.intValue(fetch) <= 1 || atMostOne(sort.getInput());
            default -> false;
        };
    }

    public static boolean exactlyOne(RelNode node) {
        return switch (node) {
            case Aggregate aggregate -> aggregate.getGroupSet().isEmpty() && aggregate.getGroupSets().size() == 1;
            case Project project -> exactlyOne(project.getInput());
            case Values values -> values.getTuples().size() == 1;
            case AtMostOneRow single -> true;
            default -> false;
        };
    }
}
