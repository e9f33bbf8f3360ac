package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import java.util.Map;

/** COPY t | (query) TO 'location' [WITH (options)]; a table is written as the query {@code SELECT columns FROM t}. */
public record CopyTo(QueryText source, String location, Map<String, String> options, SourcePosition position) implements Statement {
    public CopyTo {
        options = Map.copyOf(options);
    }
}
