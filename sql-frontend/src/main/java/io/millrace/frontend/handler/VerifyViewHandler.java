package io.millrace.frontend.handler;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.VerifyView;

/** VERIFY VIEW. */
public final class VerifyViewHandler implements StatementHandler<VerifyView> {
    @Override
    public StatementResult run(VerifyView statement, StatementContext context) {
        ObjectNames.require(statement.name(), CatalogObject.MaterializedView.class, "materialized view", context);
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "VERIFY VIEW is not supported").at(statement.position());
    }
}
