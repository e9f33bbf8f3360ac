package io.millrace.frontend.handler;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.UseSchema;

/** USE schema. */
public final class UseSchemaHandler implements StatementHandler<UseSchema> {
    @Override
    public StatementResult run(UseSchema statement, StatementContext context) {
        use(statement.schema(), context, statement.position());
        return context.done("USE");
    }

    static boolean isSchemaSetting(String name) {
        return name.equalsIgnoreCase("schema") || name.equalsIgnoreCase("search_path");
    }

    static void use(String schema, StatementContext context, SourcePosition position) {
        if (!context.catalog().schemas().contains(schema)) {
            throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + schema + "\" does not exist").at(position);
        }
        context.session().use(schema);
    }
}
