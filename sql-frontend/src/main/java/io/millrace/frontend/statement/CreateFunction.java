package io.millrace.frontend.statement;

import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * CREATE FUNCTION … LANGUAGE JAVA.
 *
 * @param nullOnNull whether NULL in gives NULL out; absent if the statement does not say
 * @param code {@code pkg.Class} or {@code pkg.Class.method}
 * @param jar a path of the server's
 */
public record CreateFunction(
        QualifiedName name, boolean orReplace, boolean ifNotExists, List<Field> parameters, SqlType returns, boolean deterministic,
        Optional<Boolean> nullOnNull, String code, String jar, SourcePosition position) implements Statement {
    public CreateFunction {
        parameters = List.copyOf(parameters);
    }
}
