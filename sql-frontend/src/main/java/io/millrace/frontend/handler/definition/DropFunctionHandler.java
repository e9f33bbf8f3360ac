package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.DropFunction;

/** DROP FUNCTION. Its jar stays, since statements that run may load it still, and others may be from the same. */
public final class DropFunctionHandler implements StatementHandler<DropFunction> {
    private static final String TAG = "DROP FUNCTION";

    @Override
    public StatementResult run(DropFunction statement, StatementContext context) {
        ObjectName name = context.resolve(statement.name());
        return context.defining(() -> {
            if (context.node().metadata().state().function(name).isEmpty()) {
                if (!statement.ifExists()) {
                    throw new MillraceException(ErrorCode.UNDEFINED_FUNCTION, "function \"" + name + "\" does not exist")
                            .at(statement.name().position());
                }
                context.warn("function \"" + name + "\" does not exist, skipping");
                return context.done(TAG);
            }
            context.apply(new MetadataChange.DropFunction(name));
            return context.done(TAG);
        });
    }
}
