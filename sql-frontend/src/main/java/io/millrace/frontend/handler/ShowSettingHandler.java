package io.millrace.frontend.handler;

import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.session.Setting;
import io.millrace.frontend.session.Settings;
import io.millrace.frontend.statement.ShowSetting;
import java.util.List;

/** SHOW name: one row, one column of the setting's name. */
public final class ShowSettingHandler implements StatementHandler<ShowSetting> {
    @Override
    public StatementResult run(ShowSetting statement, StatementContext context) {
        if (UseSchemaHandler.isSchemaSetting(statement.name())) {
            return row(statement.name(), context.session().schema(), context);
        }
        Setting<?> setting = Settings.named(statement.name());
        return row(setting.name(), context.session().text(setting), context);
    }

    private static StatementResult row(String name, String value, StatementContext context) {
        return context.rows("SHOW", Schema.of(Field.of(name, SqlType.VARCHAR)), List.of(List.of(value)));
    }
}
