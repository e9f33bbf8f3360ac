package io.millrace.exec.step;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.operator.FilterOperator;
import io.millrace.exec.step.operator.SourceOperator;
import io.millrace.exec.step.operator.StepOperator;
import io.millrace.exec.step.operator.UpsertOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where inputs enter, for {@link DataflowCompiler}. */
final class SourceCompiler {
    private final DataflowCompiler compiler;

    SourceCompiler(DataflowCompiler compiler) {
        this.compiler = compiler;
    }

    Edge scan(PlanNode.Scan scan, boolean rowWatermark) {
        InputFacts facts = compiler.options().inputFacts().apply(scan);
        if (!facts.upsertKey().isEmpty()) {
            return upsert(scan, facts);
        }
        List<Integer> columns = new ArrayList<>(scan.columns());
        List<Field> fields = new ArrayList<>(scan.schema().fields());
        if (facts.eventTime().isPresent() && !columns.contains(facts.eventTime().get().column())) {
            int column = facts.eventTime().get().column();
            columns.add(column);
            fields.add(scan.tableSchema().field(column));
        }
        return source(scan, new Schema(fields), columns, scan.columns().size(), scan.filter(), rowWatermark);
    }

    /**
     * A keyed stream. The scan's filter judges what the keys stand at, so it comes behind. Rows are taken back at any time, so the watermark bounds nothing
     * and no row is late.
     */
    private Edge upsert(PlanNode.Scan scan, InputFacts facts) {
        List<Integer> columns = new ArrayList<>(scan.columns());
        facts.upsertKey().stream().filter(column -> !columns.contains(column)).forEach(columns::add);
        int passed = columns.size();
        facts.eventTime().map(EventTime::column).filter(column -> !columns.contains(column)).ifPresent(columns::add);
        Edge source = source(scan, scan.tableSchema().select(columns), columns, passed, null, false);
        List<Integer> key = facts.upsertKey().stream().map(columns::indexOf).toList();
        Schema schema = scan.tableSchema().select(columns.subList(0, passed));
        StepOperator rows = compiler
                .add(new UpsertOperator(compiler.context(), compiler.next(), source.operator(), schema, key, scan.columns().size()));
        compiler.notes().add(rows.number(), "newest row of each key of " + scan.name(), StateNote.Bound.KEYS, StateNotes.names(schema, key),
                scan);
        return Edge.of(
                scan.filter() == null ? rows : compiler.add(new FilterOperator(compiler.context(), compiler.next(), rows, scan.filter())),
                false);
    }

    Edge source(PlanNode leaf, Schema schema, List<Integer> columns, int outputColumns, Expr filter, boolean rowWatermark) {
        InputFacts facts = compiler.options().inputFacts().apply(leaf);
        Optional<EventTime> time = facts.eventTime();
        int timeColumn = time.map(t -> columns.isEmpty() ? t.column() : columns.indexOf(t.column())).orElse(-1);
        boolean carries = rowWatermark && timeColumn >= 0;
        SourceOperator source = compiler.add(new SourceOperator(
                compiler.context(),
                compiler.next(),
                new SourceOperator.Definition(
                        outputColumns,
                        timeColumn,
                        time.map(EventTime::delayMicros).orElse(0L),
                        time.map(EventTime::partitions).orElse(1),
                        carries,
                        compiler.options().emitOnWindowClose(),
                        compiler.horizonMicros(),
                        filter)));
        compiler.inputs().add(new Input(compiler.inputs().size(), leaf, schema, columns, facts));
        compiler.sources().add(source);
        Set<Integer> timeColumns = timeColumn >= 0 && timeColumn < outputColumns ? Set.of(timeColumn) : Set.of();
        compiler.context().origins().describe(source.number(), schema, true);
        return new Edge(source, facts.appendOnly(), timeColumns, carries, List.of(), true);
    }
}
