package io.millrace.frontend.engine;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.KillQueryHandler;
import io.millrace.frontend.handler.QueryHandler;
import io.millrace.frontend.handler.ResetSettingHandler;
import io.millrace.frontend.handler.SetSettingHandler;
import io.millrace.frontend.handler.ShowHandler;
import io.millrace.frontend.handler.ShowSettingHandler;
import io.millrace.frontend.handler.UseSchemaHandler;
import io.millrace.frontend.statement.*;

/** Which handler runs which statement, one a line. */
final class HandlerRegistry {
    private HandlerRegistry() {}

    static StatementResult run(Statement statement, StatementContext context) {
        return switch (statement) {
            case Query s -> new QueryHandler().run(s, context);
            case Show s -> new ShowHandler().run(s, context);
            case KillQuery s -> new KillQueryHandler().run(s, context);
            case SetSetting s -> new SetSettingHandler().run(s, context);
            case ResetSetting s -> new ResetSettingHandler().run(s, context);
            case ShowSetting s -> new ShowSettingHandler().run(s, context);
            case UseSchema s -> new UseSchemaHandler().run(s, context);
            default -> throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    statement.getClass().getSimpleName() + " is not supported yet").at(statement.position());
        };
    }
}
