package io.millrace.common.catalog;

import io.millrace.common.expr.UserCode;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A function that a user brought in a jar. Immutable; {@code id} is unique for ever.
 *
 * @param parameters names, maybe empty, and types
 * @param deterministic the same arguments always give the same result
 * @param nullOnNull NULL in gives NULL out, without a call
 * @param className of the class in the jar
 * @param method a static one; absent: {@code eval} of an instance
 * @param jar the SHA-256 of the jar, by which the data directory keeps it
 * @param aggregate an instance takes rows by {@code accumulate} and gives {@code result}
 */
public record UserFunction(
        String id, ObjectName name, List<Field> parameters, SqlType returns, boolean deterministic, boolean nullOnNull, String className,
        Optional<String> method, String jar, boolean aggregate) {
    public UserFunction {
        parameters = List.copyOf(parameters);
    }

    public List<SqlType> parameterTypes() {
        return parameters.stream().map(Field::type).toList();
    }

    /** What is run. */
    public UserCode code() {
        return new UserCode(name.toString(), className, aggregate ? UserCode.AGGREGATE : method.orElse(""), nullOnNull, jar);
    }

    /** As documentation shows it. */
    public String signature() {
        return name.name() + parameterTypes().stream().map(t -> t.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "(", ")")) + " -> " + returns.toString().toLowerCase(Locale.ROOT);
    }
}
