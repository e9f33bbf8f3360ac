package io.millrace.common.plan;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The physical plan: immutable records, one tree for batch and continuous runs. The planner makes it, the cluster cuts it at exchanges, the
 * executor lowers each node to an operator of the same stem. Column numbers refer to the node's input (of a join: left columns, then right).
 */
public sealed interface PlanNode {
    Schema schema();

    List<PlanNode> inputs();

    /** The same node over other inputs, as many as {@link #inputs} gives. */
    PlanNode withInputs(List<PlanNode> inputs);

    /**
     * Reads a table, files, a stream or a view.
     *
     * @param name as users know it, for EXPLAIN and messages
     * @param target what to read
     * @param tableSchema of all columns of the target
     * @param columns which of them come out, in this order
     * @param predicates for skipping only, columns counted in {@code tableSchema}
     * @param filter exact filter over the output columns, applied while scanning (late materialization), or null
     * @param estimatedRows the planner's estimate of rows after the filter, or -1
     */
    record Scan(
            String name,
            ScanTarget target,
            Schema tableSchema,
            List<Integer> columns,
            List<ColumnPredicate> predicates,
            Expr filter,
            double estimatedRows) implements PlanNode {
        public Scan {
            columns = List.copyOf(columns);
            predicates = List.copyOf(predicates);
        }

        @Override
        public Schema schema() {
            return tableSchema.select(columns);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return this;
        }
    }

    /** Literal rows. */
    record Values(Schema schema, List<List<Expr.Literal>> rows) implements PlanNode {
        public Values {
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return this;
        }
    }

    /** Keeps rows whose condition is true. */
    record Filter(PlanNode input, Expr condition) implements PlanNode {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Filter(inputs.get(0), condition);
        }
    }

    /** Computes columns. */
    record Project(PlanNode input, List<Expr> expressions, Schema schema) implements PlanNode {
        public Project {
            expressions = List.copyOf(expressions);
            assert expressions.size() == schema.size();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Project(inputs.get(0), expressions, schema);
        }
    }

    /** Which part of an aggregation a node does when it is split at an exchange; the intermediate columns are the executor's own. */
    enum AggregatePhase {
        SINGLE,
        PARTIAL,
        FINAL
    }

    /**
     * Groups and aggregates. Output: the key columns in the order of {@code keys}, then one column a call. With grouping sets (each a list of
     * positions into {@code keys}) keys absent from a row's set are NULL; one set that holds all keys is the plain GROUP BY. No keys: one row, also of no input.
     * PARTIAL puts out keys, one INTEGER column with the set's number if there are several sets, and intermediate columns; FINAL takes that.
     */
    record Aggregate(
            PlanNode input, List<Integer> keys, List<List<Integer>> groupingSets, List<AggregateCall> calls, AggregatePhase phase,
            Schema schema) implements PlanNode {
        public Aggregate {
            keys = List.copyOf(keys);
            groupingSets = groupingSets.stream().map(List::copyOf).toList();
            calls = List.copyOf(calls);
            assert !groupingSets.isEmpty();
        }

        /** Whether this is a plain GROUP BY of all keys. */
        public boolean simple() {
            return groupingSets.size() == 1 && groupingSets.get(0).size() == keys.size();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Aggregate(inputs.get(0), keys, groupingSets, calls, phase, schema);
        }
    }

    /** Kinds of joins by which rows come out. */
    enum JoinKind {
        INNER,
        LEFT,
        RIGHT,
        FULL,
        /** Left rows with a match, once. */
        LEFT_SEMI,
        /** Left rows without a match; a NULL key matches nothing. */
        LEFT_ANTI,
        /** NOT IN: as LEFT_ANTI, but if the right side has a NULL key no row comes out, and a left row with NULL key only if the right side is empty. */
        LEFT_ANTI_NULL_AWARE,
        /** Left rows with one more BOOLEAN column that says whether there was a match (never NULL). */
        LEFT_MARK,
        /** Right rows with a match, once: LEFT_SEMI with the rows that come out on the build side. Batch runs only. */
        RIGHT_SEMI,
        /** Right rows without a match, as LEFT_ANTI. Batch runs only. */
        RIGHT_ANTI
    }

    /**
     * Joins by equal keys and a residual condition over left and right columns (null: none). Without keys it is a nested-loop join. The right side
     * is the build side. {@code nullSafe}: per key, whether NULL equals NULL (IS NOT DISTINCT FROM).
     */
    record Join(
            PlanNode left, PlanNode right, JoinKind kind, List<Integer> leftKeys, List<Integer> rightKeys, List<Boolean> nullSafe,
            Expr residual) implements PlanNode {
        public Join {
            leftKeys = List.copyOf(leftKeys);
            rightKeys = List.copyOf(rightKeys);
            nullSafe = List.copyOf(nullSafe);
            assert leftKeys.size() == rightKeys.size() && leftKeys.size() == nullSafe.size();
        }

        @Override
        public Schema schema() {
            return switch (kind) {
                case INNER -> left.schema().concat(right.schema());
                case LEFT -> left.schema().concat(nullable(right.schema()));
                case RIGHT -> nullable(left.schema()).concat(right.schema());
                case FULL -> nullable(left.schema()).concat(nullable(right.schema()));
                case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE -> left.schema();
                case RIGHT_SEMI, RIGHT_ANTI -> right.schema();
                case LEFT_MARK -> left.schema().concat(Schema.of(new Field("mark", SqlType.BOOLEAN, false)));
            };
        }

        private static Schema nullable(Schema schema) {
            return new Schema(schema.fields().stream().map(f -> new Field(f.name(), f.type(), true)).toList());
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Join(inputs.get(0), inputs.get(1), kind, leftKeys, rightKeys, nullSafe, residual);
        }
    }

    /** Orders rows, then skips {@code offset} and keeps {@code fetch} (-1: all); without keys a plain limit; {@code withTies} keeps peers of the last. */
    record Sort(PlanNode input, List<SortKey> keys, long offset, long fetch, boolean withTies) implements PlanNode {
        public Sort {
            keys = List.copyOf(keys);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Sort(inputs.get(0), keys, offset, fetch, withTies);
        }
    }

    /** Window functions over one partitioning, ordering and frame: input columns, then one a call. */
    record Window(PlanNode input, List<Integer> partitionKeys, List<SortKey> orderKeys, Frame frame, List<AggregateCall> calls,
            Schema schema) implements PlanNode {
        public Window {
            partitionKeys = List.copyOf(partitionKeys);
            orderKeys = List.copyOf(orderKeys);
            calls = List.copyOf(calls);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Window(inputs.get(0), partitionKeys, orderKeys, frame, calls, schema);
        }
    }

    /** A window frame. Offsets are literals: a row or group count, or for RANGE a value of the order key's difference type. */
    record Frame(FrameMode mode, Bound start, Bound end, Exclusion exclusion) {
        public enum FrameMode {
            ROWS,
            RANGE,
            GROUPS
        }

        public enum Exclusion {
            NO_OTHERS,
            CURRENT_ROW,
            GROUP,
            TIES
        }

        public enum BoundKind {
            UNBOUNDED_PRECEDING,
            PRECEDING,
            CURRENT_ROW,
            FOLLOWING,
            UNBOUNDED_FOLLOWING
        }

        /** {@code offset} only for PRECEDING and FOLLOWING, else null. */
        public record Bound(BoundKind kind, Expr.Literal offset) {}
    }

    /** What a {@link Match} puts out. */
    enum RowsPerMatch {
        /** Partition keys and measures, once a match. */
        ONE_ROW,
        /** Every row of a match that no exclusion covers; an empty match gives the row that it is at. */
        ALL_ROWS_SHOW_EMPTY,
        ALL_ROWS_OMIT_EMPTY,
        /** And rows that are in no match, with measures that are NULL. */
        ALL_ROWS_WITH_UNMATCHED
    }

    /** Where the search goes on after a match; {@code variables} only for the last two, one of which the row must be mapped to. */
    record AfterMatch(SkipTo to, List<Integer> variables) {
        public enum SkipTo {
            PAST_LAST_ROW,
            NEXT_ROW,
            FIRST_OF,
            LAST_OF
        }

        public AfterMatch {
            variables = List.copyOf(variables);
        }
    }

    /**
     * MATCH_RECOGNIZE: in every partition, in order, the rows that match a pattern. Output: the partition's keys (ONE_ROW) or all input columns, then the measures.
     *
     * @param variables names, as CLASSIFIER() gives them
     * @param definitions one a variable, over {@code definitionValues}; a variable that is not defined is TRUE
     * @param within a match's rows lie less than this apart in the first order key, in its units; -1: no matter how far
     * @param measures over {@code measureValues}
     */
    record Match(
            PlanNode input, List<Integer> partitionKeys, List<SortKey> orderKeys, RowPattern pattern, List<String> variables,
            List<MatchValue> definitionValues, List<Expr> definitions, long within, AfterMatch after, RowsPerMatch rows,
            List<MatchValue> measureValues, List<Expr> measures, Schema schema) implements PlanNode {
        public Match {
            partitionKeys = List.copyOf(partitionKeys);
            orderKeys = List.copyOf(orderKeys);
            variables = List.copyOf(variables);
            definitionValues = List.copyOf(definitionValues);
            definitions = List.copyOf(definitions);
            measureValues = List.copyOf(measureValues);
            measures = List.copyOf(measures);
            assert definitions.size() == variables.size();
        }

        /** Of definitions, measures and what is aggregated. */
        public Stream<Expr> expressions() {
            Stream<Expr> aggregated = Stream.concat(definitionValues.stream(), measureValues.stream())
                    .flatMap(value -> value instanceof MatchValue.Aggregated of ? of.arguments().stream() : Stream.empty());
            return Stream.concat(Stream.concat(definitions.stream(), measures.stream()), aggregated);
        }

        /** The input's column of a partition key that an output column is; none if it is another. */
        public Optional<Integer> ofPartition(int column) {
            if (rows == RowsPerMatch.ONE_ROW) {
                return column < partitionKeys.size() ? Optional.of(partitionKeys.get(column)) : Optional.empty();
            }
            return partitionKeys.contains(column) ? Optional.of(column) : Optional.empty();
        }

        /** How many columns of the output stand before the measures. */
        public int keptColumns() {
            return rows == RowsPerMatch.ONE_ROW ? partitionKeys.size() : input.schema().size();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Match(inputs.get(0), partitionKeys, orderKeys, pattern, variables, definitionValues, definitions, within, after,
                    rows,
                    measureValues, measures, schema);
        }
    }

    /** All rows of all inputs (UNION ALL). */
    record Union(List<PlanNode> inputs, Schema schema) implements PlanNode {
        public Union {
            inputs = List.copyOf(inputs);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> newInputs) {
            return new Union(newInputs, schema);
        }
    }

    /** INTERSECT and EXCEPT; NULLs are equal. */
    record SetOperation(PlanNode left, PlanNode right, SetKind kind, boolean all) implements PlanNode {
        /** Which. */
        public enum SetKind {
            INTERSECT,
            EXCEPT
        }

        @Override
        public Schema schema() {
            return left.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(left, right);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new SetOperation(inputs.get(0), inputs.get(1), kind, all);
        }
    }

    /**
     * Expands arrays or maps side by side: input columns, then one column an array (of ROW elements: its fields; of a map: key, value), shorter ones padded with NULL, then
     * BIGINT ordinality from 1 if asked. {@code outer}: a row with nothing to expand comes out once with NULLs.
     */
    record Unnest(PlanNode input, List<Expr> collections, boolean ordinality, boolean outer, Schema schema) implements PlanNode {
        public Unnest {
            collections = List.copyOf(collections);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Unnest(inputs.get(0), collections, ordinality, outer, schema);
        }
    }

    /**
     * Assigns rows to time windows: input columns, then window_start and window_end of the time column's type. A row is repeated once a window
     * (HOP, CUMULATE). SESSION: windows per {@code sessionKeys} that merge while gaps are at most {@code size}. Rows with NULL time are dropped.
     *
     * @param size TUMBLE, HOP: length; CUMULATE: maximum length; SESSION: gap; micros
     * @param slide HOP: hop; CUMULATE: step; else 0; micros
     * @param offset of the windows from the epoch, micros
     */
    record WindowAssign(
            PlanNode input, WindowKind kind, int timeColumn, long size, long slide, long offset, List<Integer> sessionKeys,
            Schema schema) implements PlanNode {
        /** Which. */
        public enum WindowKind {
            TUMBLE,
            HOP,
            CUMULATE,
            SESSION
        }

        public WindowAssign {
            sessionKeys = List.copyOf(sessionKeys);
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new WindowAssign(inputs.get(0), kind, timeColumn, size, slide, offset, sessionKeys, schema);
        }
    }

    /** Passes at most one row; of none gives one of NULLs; of more raises CARDINALITY_VIOLATION (a scalar subquery). */
    record SingleRow(PlanNode input) implements PlanNode {
        @Override
        public Schema schema() {
            return new Schema(
                    input.schema().fields().stream().map(f -> new Field(f.name(), f.type(), true)).toList());
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new SingleRow(inputs.get(0));
        }
    }

    /** WITH RECURSIVE: {@code seed}, then {@code step} again and again over what was new ({@link WorkTable}) until nothing is; {@code all} keeps duplicates. */
    record Recursion(PlanNode seed, PlanNode step, String workTable, boolean all) implements PlanNode {
        @Override
        public Schema schema() {
            return seed.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(seed, step);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Recursion(inputs.get(0), inputs.get(1), workTable, all);
        }
    }

    /** The rows that the last round of a {@link Recursion} added. */
    record WorkTable(String name, Schema schema) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return this;
        }
    }

    /** How rows are spread over the tasks of the next fragment. */
    sealed interface Distribution {
        /** All rows to one task; {@code mergeKeys} not empty: inputs are sorted and are merged. */
        record Single(List<SortKey> mergeKeys) implements Distribution {
            public Single {
                mergeKeys = List.copyOf(mergeKeys);
            }
        }

        /** By hash of the key columns, so that equal keys meet. */
        record Hash(List<Integer> keys) implements Distribution {
            public Hash {
                keys = List.copyOf(keys);
            }
        }

        /** Every row to every task. */
        record Broadcast() implements Distribution {}

        /** Evenly, no matter where. */
        record RoundRobin() implements Distribution {}
    }

    /** Where a plan is cut: rows move between tasks. In one process it is a queue, or nothing at all. */
    record Exchange(PlanNode input, Distribution distribution) implements PlanNode {
        public Exchange {
            Objects.requireNonNull(distribution);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<PlanNode> inputs() {
            return List.of(input);
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return new Exchange(inputs.get(0), distribution);
        }
    }

    /** A leaf of a fragment: what another fragment's tasks send here. */
    record RemoteSource(int fragmentId, Schema schema, Distribution distribution) implements PlanNode {
        @Override
        public List<PlanNode> inputs() {
            return List.of();
        }

        @Override
        public PlanNode withInputs(List<PlanNode> inputs) {
            return this;
        }
    }

    /** This node and all below it, parents first. */
    static List<PlanNode> flatten(PlanNode root) {
        List<PlanNode> all = new ArrayList<>();
        all.add(root);
        for (PlanNode input : root.inputs()) {
            all.addAll(flatten(input));
        }
        return all;
    }
}
