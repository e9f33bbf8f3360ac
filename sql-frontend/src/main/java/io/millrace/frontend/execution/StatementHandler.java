package io.millrace.frontend.execution;

import io.millrace.frontend.statement.Statement;

/** Runs one kind of statement. Stateless: everything comes with the context. */
public interface StatementHandler<S extends Statement> {
    StatementResult run(S statement, StatementContext context);
}
