package io.millrace.frontend.handler.change;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.SessionTransaction;
import io.millrace.frontend.statement.TransactionControl;
import io.millrace.storage.table.TableTransaction;
import java.util.Optional;

/** BEGIN, COMMIT, ROLLBACK. COMMIT of a transaction in which a statement failed rolls back, and says so, as in PostgreSQL. */
public final class TransactionControlHandler implements StatementHandler<TransactionControl> {
    @Override
    public StatementResult run(TransactionControl statement, StatementContext context) {
        Session session = context.session();
        return switch (statement.kind()) {
            case BEGIN -> {
                if (session.transaction().isPresent()) {
                    throw new MillraceException(ErrorCode.ACTIVE_TRANSACTION, "there is already a transaction in progress")
                            .at(statement.position());
                }
                session.begin(new SessionTransaction(context.tables().transaction()));
                yield context.done("BEGIN");
            }
            case COMMIT -> {
                Optional<SessionTransaction> ended = session.endTransaction();
                if (ended.isEmpty()) {
                    context.warn("there is no transaction in progress");
                    yield context.done("COMMIT");
                }
                if (!ended.get().end()) {
                    yield context.done("ROLLBACK");
                }
                try (TableTransaction tables = ended.get().tables()) {
                    tables.commit();
                }
                yield context.done("COMMIT");
            }
            case ROLLBACK -> {
                if (session.transaction().isEmpty()) {
                    context.warn("there is no transaction in progress");
                }
                session.abandon();
                yield context.done("ROLLBACK");
            }
        };
    }
}
