package io.millrace.frontend.engine;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.frontend.execution.Cancellable;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.QueryText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * One statement with many rows of parameters. INSERT of one row of VALUES becomes one INSERT of all rows, which succeeds or fails as one; any other
 * statement runs once for each row, up to the first that fails.
 */
public final class StatementBatch {
    private StatementBatch() {}

    /** How many rows each run changed (-1 where that means nothing), of the runs that were made; and why there are no more. */
    public record Outcome(List<Long> counts, Optional<MillraceException> error) {}

    public static Outcome run(
            SqlEngine engine, String sql, Session session, List<List<Expr.Literal>> rows, Consumer<Cancellable> onStart) {
        StatementParser.Parsed parsed = StatementParser.parseOne(sql);
        if (StatementKinds.givesRows(parsed.statement())) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE, "a batch is of statements that change something, found a query");
        }
        if (rows.size() > 1 && parsed.statement() instanceof Insert insert && isOneRow(insert)) {
            return together(engine, parsed, insert, session, rows, onStart);
        }
        List<Long> counts = new ArrayList<>();
        for (List<Expr.Literal> row : rows) {
            try (StatementResult result = engine.run(StatementParser.parseOne(sql), session, row, onStart)) {
                counts.add(result instanceof StatementResult.Done done ? done.count() : -1L);
            } catch (MillraceException e) {
                return new Outcome(counts, Optional.of(e));
            }
        }
        return new Outcome(counts, Optional.empty());
    }

    private static boolean isOneRow(Insert insert) {
        return insert.onConflict().isEmpty() && !insert.overwrite() && insert.source().node() instanceof SqlBasicCall values
                && values.getKind() == SqlKind.VALUES && values.operandCount() == 1;
    }

    private static Outcome together(
            SqlEngine engine, StatementParser.Parsed parsed, Insert insert, Session session, List<List<Expr.Literal>> rows,
            Consumer<Cancellable> onStart) {
        SqlCall one = (SqlCall) insert.source().node();
        List<SqlNode> all = new ArrayList<>(rows.size());
        List<Expr.Literal> values = new ArrayList<>();
        for (List<Expr.Literal> row : rows) {
            all.add(shifted(one.operand(0), values.size()));
            values.addAll(row);
        }
        SqlNode source = SqlStdOperatorTable.VALUES.createCall(one.getParserPosition(), all);
        QueryText text = new QueryText(source, insert.source().sql(), insert.source().position());
        Insert whole = new Insert(insert.target(), insert.columns(), text, false, Optional.empty(), insert.position());
        engine.run(new StatementParser.Parsed(whole, parsed.sql()), session, values, onStart).close();
        Long[] counts = new Long[rows.size()];
        Arrays.fill(counts, 1L);
        return new Outcome(List.of(counts), Optional.empty());
    }

    /** A tree of its own whose parameters are counted from {@code by} on. */
    private static SqlNode shifted(SqlNode row, int by) {
        return row.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlDynamicParam parameter) {
                return new SqlDynamicParam(parameter.getIndex() + by, parameter.getParserPosition());
            }

            @Override
            public SqlNode visit(SqlCall call) {
                CallCopyingArgHandler copying = new CallCopyingArgHandler(call, true);
                call.getOperator().acceptCall(this, call, false, copying);
                return copying.result();
            }
        });
    }
}
