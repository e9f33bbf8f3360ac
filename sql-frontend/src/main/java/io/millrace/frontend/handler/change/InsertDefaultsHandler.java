package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.parser.SqlText;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.InsertDefaults;
import io.millrace.frontend.statement.QualifiedName;
import java.util.Collections;
import java.util.Optional;

/** INSERT INTO t DEFAULT VALUES, as a row of DEFAULTs. */
public final class InsertDefaultsHandler implements StatementHandler<InsertDefaults> {
    @Override
    public StatementResult run(InsertDefaults statement, StatementContext context) {
        int width = context.catalog().find(context.resolve(statement.target())).map(CatalogObject::schema).map(s -> s.size()).orElse(1);
        QualifiedName target = statement.target();
        String sql = "INSERT INTO " + SqlText.name(target) + " VALUES (" + String.join(", ", Collections.nCopies(width, "DEFAULT")) + ")";
        Insert parsed = (Insert) StatementParser.parseOne(sql).statement();
        return new InsertHandler().run(
                new Insert(target, parsed.columns(), parsed.source(), false, Optional.empty(), statement.position()), context);
    }
}
