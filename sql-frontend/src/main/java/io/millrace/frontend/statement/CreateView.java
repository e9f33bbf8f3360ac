package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;

/** CREATE [OR REPLACE] VIEW. */
public record CreateView(
        QualifiedName name,
        boolean orReplace,
        boolean ifNotExists,
        List<String> columnNames,
        QueryText query,
        SourcePosition position) implements Statement {
    public CreateView {
        columnNames = List.copyOf(columnNames);
    }
}
