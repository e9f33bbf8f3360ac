package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import io.millrace.planner.physical.Exprs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/**
 * The CHECK constraints of a table: a row that comes in and for which a condition is false fails the statement, one for which it is NULL does not. Their
 * texts are among the table's options, under {@link #OPTION} and the constraint's name.
 */
public final class CheckConstraints {
    /** What a constraint's option begins with; users' options never do. */
    public static final String OPTION = "check.";

    private CheckConstraints() {}

    /** One condition, made for one statement and one thread. */
    private record Check(String name, Condition isFalse) {}

    /** Texts of the conditions by the constraints' names. */
    public static Map<String, String> texts(CatalogObject.Table table) {
        Map<String, String> texts = new TreeMap<>();
        table.options().forEach((key, text) -> {
            if (key.startsWith(OPTION)) {
                texts.put(key.substring(OPTION.length()), text);
            }
        });
        return texts;
    }

    /** The options without the constraints. */
    public static Map<String, String> options(CatalogObject.Table table) {
        Map<String, String> options = new LinkedHashMap<>(table.options());
        options.keySet().removeIf(key -> key.startsWith(OPTION));
        return options;
    }

    /** The sink behind the table's constraints; the sink itself if there are none. */
    public static TableSink guard(TableSink sink, CatalogObject.Table table, StatementContext context) {
        return texts(table).isEmpty() ? sink : new GuardedSink(sink, table, checks(table, context));
    }

    /** Refuses options that would be taken for constraints. */
    public static void requireNone(Map<String, String> options, SourcePosition position) {
        for (String key : options.keySet()) {
            if (key.startsWith(OPTION)) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "there is no option " + key).at(position)
                        .withHint("write CHECK (…) among the columns");
            }
        }
    }

    /** Plans the conditions, so that one that makes no sense is refused when the table is made. */
    public static void require(CatalogObject.Table table, StatementContext context) {
        checks(table, context).forEach(check -> check.isFalse.close());
    }

    private static List<Check> checks(CatalogObject.Table table, StatementContext context) {
        EvaluationContext evaluation =
                new EvaluationContext(context.node().allocator(), context.statementMicros(), context.session().zone(),
                        new SplittableRandom(context.statementMicros()));
        List<Check> checks = new ArrayList<>();
        texts(table).forEach((name, text) -> {
            Expr condition = condition(name, text, table, context);
            checks.add(new Check(name, Expressions.condition(Expr.call(Function.NOT, SqlType.BOOLEAN, condition), evaluation)));
        });
        return checks;
    }

    /** The condition over the table's columns. */
    private static Expr condition(String name, String text, CatalogObject.Table table, StatementContext context) {
        CatalogObject.Table rows = new CatalogObject.Table("$checked", table.name(), table.schema(), List.of(), List.of(), Map.of(),
                Optional.empty(), Map.of());
        SqlNode query = SqlTrees.select(List.of(((SqlSelect) StatementContext.parseQuery("SELECT (" + text + ")")).getSelectList().get(0)),
                SqlTrees.name(table.name().schema(), table.name().name()), null);
        PlannedQuery planned =
                context.plan(query, PlannerRequest.Mode.BATCH, Optional.of(Schema.of(Field.of("condition", SqlType.BOOLEAN))),
                        table.name().schema(), new StatementCatalog(context.catalog(), "", StatementCatalog.ROWS, rows));
        return over(planned.plan()).orElseThrow(() -> new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                "check constraint \"" + name + "\" may look at the row's columns only"));
    }

    /** The only column of projections over the table's rows, as an expression over all of the table's columns. */
    private static Optional<Expr> over(PlanNode plan) {
        return outputs(plan).filter(outputs -> outputs.size() == 1).map(outputs -> outputs.get(0));
    }

    private static Optional<List<Expr>> outputs(PlanNode plan) {
        if (plan instanceof PlanNode.Scan scan && scan.filter() == null && scan.target().equals(StatementCatalog.ROWS)) {
            List<Expr> columns = new ArrayList<>();
            scan.columns().forEach(column -> columns.add(Expr.column(column, scan.tableSchema().type(column))));
            return Optional.of(columns);
        }
        return plan instanceof PlanNode.Project project
                ? outputs(project.input()).map(inputs -> project.expressions().stream().map(e -> substitute(e, inputs)).toList())
                : Optional.empty();
    }

    private static Expr substitute(Expr expr, List<Expr> inputs) {
        return expr instanceof Expr.ColumnRef column ? inputs.get(column.index()) : Exprs.mapChildren(expr, e -> substitute(e, inputs));
    }

    /** Looks at each batch before it is handed on. */
    private static final class GuardedSink implements TableSink {
        private final TableSink sink;
        private final CatalogObject.Table table;
        private final List<Check> checks;

        GuardedSink(TableSink sink, CatalogObject.Table table, List<Check> checks) {
            this.sink = sink;
            this.table = table;
            this.checks = checks;
        }

        @Override
        public synchronized void write(Batch batch) {
            try {
                checks.forEach(check -> require(check, batch));
            } catch (Throwable t) {
                batch.close();
                throw t;
            }
            sink.write(batch);
        }

        private void require(Check check, Batch batch) {
            Selection violating = check.isFalse.select(batch, batch.selection());
            int count = violating == null ? batch.physicalRows() : violating.count();
            for (int i = 0; i < count; i++) {
                int position = violating == null ? i : violating.at(i);
                boolean comesIn = batch.weights() == null || batch.weights() instanceof FixedColumn weights && weights.longAt(position) > 0;
                if (comesIn) {
                    throw new MillraceException(ErrorCode.CHECK_VIOLATION,
                            "new row of \"" + table.name() + "\" violates check constraint \"" + check.name + "\"");
                }
            }
        }

        @Override
        public long commit() {
            return sink.commit();
        }

        @Override
        public void close() {
            checks.forEach(check -> check.isFalse.close());
            sink.close();
        }
    }
}
