package io.millrace.frontend.handler;

import io.millrace.common.catalog.ObjectName;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.session.Settings;
import io.millrace.frontend.statement.ResetSetting;

/** RESET name, RESET ALL. */
public final class ResetSettingHandler implements StatementHandler<ResetSetting> {
    @Override
    public StatementResult run(ResetSetting statement, StatementContext context) {
        if (statement.name().isEmpty()) {
            context.session().resetAll();
            context.session().use(ObjectName.DEFAULT_SCHEMA);
        } else if (UseSchemaHandler.isSchemaSetting(statement.name().get())) {
            context.session().use(ObjectName.DEFAULT_SCHEMA);
        } else {
            context.session().reset(Settings.named(statement.name().get()));
        }
        return context.done("RESET");
    }
}
