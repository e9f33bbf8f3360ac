package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.node.NodeFunctions;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.UserFunction;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.CreateFunction;
import io.millrace.planner.function.FunctionCatalog;
import java.util.Optional;

/** CREATE FUNCTION: the jar is copied into the data directory, the method is looked for, and only then there is a function. */
public final class CreateFunctionHandler implements StatementHandler<CreateFunction> {
    private static final String TAG = "CREATE FUNCTION";

    @Override
    public StatementResult run(CreateFunction statement, StatementContext context) {
        ObjectName name = context.resolve(statement.name());
        ObjectNames.requireUserSchema(name.schema(), statement.name().position());
        if (FunctionCatalog.isBuiltIn(name.name())) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT,
                    "there is a function " + name.name() + " already, which cannot be replaced")
                    .at(statement.name().position());
        }
        return context.defining(() -> {
            Optional<UserFunction> old = context.node().metadata().state().function(name);
            if (old.isPresent() && statement.ifNotExists()) {
                context.warn("function \"" + name + "\" already exists, skipping");
                return context.done(TAG);
            }
            if (old.isPresent() && !statement.orReplace()) {
                throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "function \"" + name + "\" already exists")
                        .at(statement.name().position()).withHint("use CREATE OR REPLACE FUNCTION");
            }
            try {
                create(statement, name, old, context);
            } catch (MillraceException e) {
                throw e.position().isPresent() ? e : e.at(statement.position());
            }
            return context.done(TAG);
        });
    }

    private static void create(CreateFunction statement, ObjectName name, Optional<UserFunction> old, StatementContext context) {
        NodeFunctions functions = context.node().functions();
        UserFunction declared = new UserFunction(
                context.newId(), name, statement.parameters(), statement.returns(), statement.deterministic(),
                statement.nullOnNull().orElse(false), statement.code(), Optional.empty(), functions.keep(statement.jar()), false);
        UserFunction function = functions.find(declared, statement.nullOnNull().isPresent());
        context.apply(new MetadataChange.CreateFunction(function, old.map(UserFunction::id)));
    }
}
