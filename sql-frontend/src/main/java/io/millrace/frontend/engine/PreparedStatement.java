package io.millrace.frontend.engine;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.Cancellable;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.change.ChangeParameters;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.Statement;
import io.millrace.planner.PlannedQuery;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A statement that is checked once and run many times. A query keeps its plan while the catalog stays as it was; anything else is looked up anew at each
 * run. Thread-safe.
 */
public final class PreparedStatement {
    private final SqlEngine engine;
    private final String text;
    private final String sql;
    private final Session session;
    private final Class<? extends Statement> kind;

    PreparedStatement(SqlEngine engine, String text, Session session) {
        StatementParser.Parsed parsed = StatementParser.parseOne(text);
        this.engine = engine;
        this.text = text;
        this.sql = parsed.sql();
        this.session = session;
        this.kind = parsed.statement().getClass();
    }

    public String sql() {
        return sql;
    }

    /** Whether it gives rows of its own query; commands that give rows, as SHOW, tell their columns only when they run. */
    public boolean isQuery() {
        return kind == Query.class;
    }

    /**
     * What a query's columns and parameters are.
     *
     * @param columns absent if it is not a query
     * @param parameters types in order: as a query infers them, or of the columns that they are put into
     */
    public record Description(Optional<Schema> columns, List<SqlType> parameters) {}

    /** Plans without values; of commands only the parameters are known. */
    public Description describe() {
        StatementParser.Parsed parsed = StatementParser.parseOne(text);
        StatementContext context = engine.describing(parsed, session);
        if (!(parsed.statement() instanceof Query query)) {
            StatementRights.require(parsed.statement(), context);
            return new Description(Optional.empty(), ChangeParameters.of(parsed.statement(), context));
        }
        PlannedQuery planned = context.planBatch(query.query().node());
        return new Description(Optional.of(planned.schema()), planned.parameterTypes());
    }

    /** Runs it with values, which are converted to the types that the statement needs; the caller closes the result. */
    public StatementResult execute(List<Expr.Literal> values, Consumer<Cancellable> onStart) {
        return (isQuery() ? engine.runKnown(sql, session, values, onStart) : Optional.<StatementResult>empty())
                .orElseGet(() -> engine.run(StatementParser.parseOne(text), session, values, onStart));
    }
}
