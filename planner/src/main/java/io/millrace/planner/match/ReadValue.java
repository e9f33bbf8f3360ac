package io.millrace.planner.match;

import io.millrace.common.plan.MatchValue.Navigation;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;

/** What an expression reads, while it still has Calcite's types. Each becomes a {@link io.millrace.common.plan.MatchValue}. */
public sealed interface ReadValue {
    RelDataType type();

    record Cell(Navigation at, int column, RelDataType type) implements ReadValue {}

    record Classifier(Navigation at, RelDataType type) implements ReadValue {}

    record Exists(Navigation at, RelDataType type) implements ReadValue {}

    record MatchNumber(RelDataType type) implements ReadValue {}

    /** {@code query}: an aggregate over the input's columns, CLASSIFIER() and MATCH_NUMBER(). */
    record Aggregated(List<Integer> variables, boolean running, RelNode query, RelDataType type) implements ReadValue {}
}
