package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.List;
import java.util.Map;

/** COPY t [(columns)] FROM 'location' [WITH (options)]. */
public record CopyFrom(
        QualifiedName target,
        List<String> columns,
        String location,
        Map<String, String> options,
        SourcePosition position) implements Statement {
    public CopyFrom {
        columns = List.copyOf(columns);
        options = Map.copyOf(options);
    }
}
