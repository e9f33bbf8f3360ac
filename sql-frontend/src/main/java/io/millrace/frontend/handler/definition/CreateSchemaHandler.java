package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.CreateSchema;

/** CREATE SCHEMA. */
public final class CreateSchemaHandler implements StatementHandler<CreateSchema> {
    private static final String TAG = "CREATE SCHEMA";

    @Override
    public StatementResult run(CreateSchema statement, StatementContext context) {
        return context.defining(() -> {
            if (context.catalog().schemas().contains(statement.name())) {
                if (!statement.ifNotExists()) {
                    throw new MillraceException(ErrorCode.DUPLICATE_SCHEMA, "schema \"" + statement.name() + "\" already exists")
                            .at(statement.position());
                }
                context.warn("schema \"" + statement.name() + "\" already exists, skipping");
                return context.done(TAG);
            }
            context.apply(new MetadataChange.CreateSchema(statement.name(), context.owner()));
            return context.done(TAG);
        });
    }
}
