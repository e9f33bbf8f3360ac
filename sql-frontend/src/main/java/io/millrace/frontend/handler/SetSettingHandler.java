package io.millrace.frontend.handler;

import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.session.Settings;
import io.millrace.frontend.statement.SetSetting;

/** SET name = value; {@code search_path} and {@code schema} move the session as USE does. */
public final class SetSettingHandler implements StatementHandler<SetSetting> {
    @Override
    public StatementResult run(SetSetting statement, StatementContext context) {
        String name = statement.name();
        if (UseSchemaHandler.isSchemaSetting(name)) {
            UseSchemaHandler.use(statement.value(), context, statement.position());
            return context.done("SET");
        }
        try {
            context.session().set(Settings.named(name), statement.value());
        } catch (MillraceException e) {
            throw e.at(statement.position());
        }
        return context.done("SET");
    }
}
