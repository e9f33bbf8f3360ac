package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.QueryRows;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.FileLocation;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.frontend.statement.CopyFrom;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.QueryText;
import io.millrace.planner.PlannedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlNode;

/**
 * COPY t FROM files: an INSERT of what the files hold. Texts are read straight as the target's types, so that what does not fit is named by file, line
 * and column. Columns are taken by name where the files name them all, else by position.
 */
public final class CopyFromHandler implements StatementHandler<CopyFrom> {
    private static final String COPIED = "$copied";

    @Override
    public StatementResult run(CopyFrom statement, StatementContext context) {
        CatalogObject target = target(statement, context);
        List<Integer> columns = ChangeTarget.columns(target, statement.columns(), statement.target().position());
        List<Field> wanted = new ArrayList<>();
        columns.forEach(c -> wanted.add(Field.of(target.schema().field(c).name(), target.schema().type(c))));
        Map<String, String> options = FileLocation.qualified(statement.options(), context);
        List<String> paths = FileLocation.paths(statement.location());
        String format = FileLocation.format(Optional.ofNullable(options.remove("format")), paths.get(0));
        boolean typed = format.equals("parquet");
        Schema schema = typed ? context.catalog().inferSchema(paths, format, options) : new Schema(wanted);
        ScanTarget.Files files = new ScanTarget.Files(paths, format, options, typed ? Optional.empty() : Optional.of(schema));
        PlanNode scan = new PlanNode.Scan(
                statement.location(), files, schema, IntStream.range(0, schema.size()).boxed().toList(), List.of(), null, -1);
        PlannedQuery planned = plan(statement, target, schema, wanted, context);
        try (QueryRows rows = context.start(NamedRows.put(scan, planned.plan()), planned.schema());
                TableSink sink = InsertHandler.sink(target, false, context)) {
            return context.done("COPY", RowTransfer.into(sink, rows, target.schema(), context.node().allocator()));
        }
    }

    private static CatalogObject target(CopyFrom statement, StatementContext context) {
        ObjectName name = context.resolve(statement.target());
        CatalogObject found = context.catalog().find(name)
                .orElseThrow(() -> ObjectNames.undefined("table", name, statement.target().position()));
        return found instanceof CatalogObject.Stream ? found : ChangeTarget.table(statement.target(), "COPY", context);
    }

    private static PlannedQuery plan(
            CopyFrom statement, CatalogObject target, Schema files, List<Field> wanted, StatementContext context) {
        ObjectName name = new ObjectName(context.session().schema(), COPIED);
        CatalogObject.Table copied =
                new CatalogObject.Table(COPIED, name, files, List.of(), List.of(), Map.of(), Optional.empty(), Map.of());
        List<SqlNode> items = new ArrayList<>();
        boolean byName = wanted.stream().allMatch(field -> files.indexOf(field.name()) >= 0);
        if (!byName && files.size() != wanted.size()) {
            throw new MillraceException(ErrorCode.MALFORMED_INPUT,
                    statement.location() + " has " + files.size() + " columns, expected " + wanted.size() + " or the target's names")
                    .at(statement.position());
        }
        for (int c = 0; c < wanted.size(); c++) {
            items.add(SqlTrees.name(COPIED, byName ? wanted.get(c).name() : files.field(c).name()));
        }
        SqlNode query = SqlTrees.select(items, SqlTrees.alias(SqlTrees.name(name.schema(), name.name()), COPIED), null);
        Insert insert = new Insert(
                statement.target(), statement.columns(), new QueryText(query, "", statement.position()), false, Optional.empty(),
                statement.position());
        StatementCatalog catalog = new StatementCatalog(context.catalog(), "", StatementCatalog.ROWS, copied);
        return new InsertSource(target, insert).plan(query, context, catalog);
    }
}
